package dev.baton.lb.config;

import java.util.List;

/**
 * When a request is tried again, on another server as long as there is one. One that reached no server may always be; one that did, only if its
 * method is idempotent, it has no body, and the operator allows it.
 *
 * @param retries after the first attempt
 * @param onNoResponse whether a server that broke before its answer is a reason
 * @param statuses answers that are a reason
 */
public record RetryConfig(int retries, boolean onNoResponse, List<Integer> statuses) {

    public static final RetryConfig DEFAULT = new RetryConfig(2, false, List.of());

    private static final String NO_RESPONSE = "no_response";
    private static final List<String> WORDS = List.of(NO_RESPONSE, "500", "502", "503", "504");

    public RetryConfig {
        statuses = List.copyOf(statuses);
    }

    /** Whether what reached a server may be tried again. */
    public boolean isGenerous() {
        return onNoResponse || !statuses.isEmpty();
    }

    static RetryConfig read(MappingReader in) {
        int retries = in.optional("retries", Scalars.integer(0, 10), DEFAULT.retries());
        List<String> reasons =
                in.optionalValues("retry_on", Scalars.of(RetryConfig::reason).like(new Form.Words(List.copyOf(WORDS))));
        List<Integer> statuses = reasons.stream()
                .filter(reason -> !reason.equals(NO_RESPONSE))
                .map(Integer::valueOf)
                .toList();
        return new RetryConfig(retries, reasons.contains(NO_RESPONSE), statuses);
    }

    private static String reason(String text) {
        if (!WORDS.contains(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is not known; it can be: " + String.join(", ", WORDS)
                    + NearestWord.hint(text, WORDS));
        }
        return text;
    }
}
