package dev.baton.lb.config;

/** Reads what a frontend says about its clients. */
final class ClientReader {

    private final ClientTimeouts timeouts;

    /** @param timeouts what counts where a frontend says nothing */
    ClientReader(ClientTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    ClientConfig read(MappingReader in) {
        return new ClientConfig(
                in.section("timeouts", section -> TimeoutDefaults.client(section, timeouts)),
                in.section("limits", ClientReader::limits));
    }

    private static HttpLimits limits(MappingReader in) {
        HttpLimits usual = HttpLimits.DEFAULT;
        HttpLimits most = HttpLimits.LARGEST;
        HttpLimits limits = new HttpLimits(
                in.optional("head", Scalars.size(1024, most.head()), (long) usual.head())
                        .intValue(),
                in.optional("line", Scalars.size(256, most.line()), (long) usual.line())
                        .intValue(),
                in.optional("fields", Scalars.integer(1, most.fields()), usual.fields()),
                in.optional("body", Scalars.size(0, 1L << 50), usual.body()));
        if (limits.line() > limits.head()) {
            in.problem(
                    in.has("line") ? "line" : "head",
                    "line " + Sizes.format(limits.line()) + " is more than head " + Sizes.format(limits.head())
                            + ", of which it is a part");
        }
        return limits;
    }
}
