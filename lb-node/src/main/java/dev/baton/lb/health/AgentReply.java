package dev.baton.lb.health;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an agent on a server says, in HAProxy's words (agent-check in its configuration manual): a line of words,
 * separated by blanks, tabs or commas; {@code #} begins a remark. What is left out stays as it was.
 *
 * @param up {@code up}, or one of {@code down}, {@code fail}, {@code failed}, {@code stopped}
 * @param state {@code ready}, {@code drain} or {@code maint}
 * @param weightPercent {@code 75%}: of the configured weight
 * @param maxConnections {@code maxconn:30}
 * @param remark what stands behind {@code #}, for people
 */
public record AgentReply(
        Optional<Boolean> up,
        Optional<AdminState> state,
        OptionalInt weightPercent,
        OptionalInt maxConnections,
        String remark) {

    /** HAProxy's bound on a weight, in per cent of one that can be 256. */
    private static final int MAX_PERCENT = 25_600;

    private static final int MAX_REMARK = 100;

    /**
     * @throws IllegalArgumentException if a word is none of the protocol's; what can't be understood must not be half
     *     obeyed
     */
    public static AgentReply parse(String line) {
        int hash = line.indexOf('#');
        String words = (hash < 0 ? line : line.substring(0, hash)).strip();
        String remark = hash < 0 ? "" : line.substring(hash + 1).strip();
        Builder builder = new Builder();
        if (!words.isEmpty()) {
            for (String word : words.split("[\\s,]+", -1)) {
                builder.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return new AgentReply(
                builder.up,
                builder.state,
                builder.weight,
                builder.limit,
                remark.substring(0, Math.min(MAX_REMARK, remark.length())));
    }

    private static final class Builder {
        private Optional<Boolean> up = Optional.empty();
        private Optional<AdminState> state = Optional.empty();
        private OptionalInt weight = OptionalInt.empty();
        private OptionalInt limit = OptionalInt.empty();

        void add(String word) {
            switch (word) {
                case "up" -> up = Optional.of(true);
                case "down", "fail", "failed", "stopped" -> up = Optional.of(false);
                case "ready" -> state = Optional.of(AdminState.READY);
                case "drain" -> state = Optional.of(AdminState.DRAIN);
                case "maint" -> state = Optional.of(AdminState.MAINTENANCE);
                default -> number(word);
            }
        }

        private void number(String word) {
            if (word.matches("\\d{1,5}%")) {
                weight = OptionalInt.of(Math.min(MAX_PERCENT, Integer.parseInt(word.substring(0, word.length() - 1))));
            } else if (word.matches("maxconn:\\d{1,9}")) {
                limit = OptionalInt.of(Integer.parseInt(word.substring("maxconn:".length())));
            } else {
                throw new IllegalArgumentException("\"" + word + "\" is not a word that agents say");
            }
        }
    }
}
