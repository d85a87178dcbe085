package dev.baton.lab;

/**
 * One request of the outage client, from connect to the last byte. Times are {@link System#nanoTime()} readings.
 *
 * @param result {@code ok}, or the kind of failure: {@code refused}, {@code reset}, {@code unreachable}, {@code
 *     timeout}, {@code cut} (closed before the answer was whole), {@code status-NNN}
 * @param server what the asked-for response header said, or empty
 */
record Outcome(long startNanos, long endNanos, String result, String server) {
    static final String OK = "ok";

    boolean ok() {
        return result.equals(OK);
    }
}
