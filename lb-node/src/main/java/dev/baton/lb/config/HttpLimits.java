package dev.baton.lb.config;

/**
 * How large a message may be.
 *
 * @param head bytes of a whole head
 * @param line bytes of its first line
 * @param fields lines after the first
 * @param body bytes of the body, without its framing
 */
public record HttpLimits(int head, int line, int fields, long body) {

    /** HAProxy's default head is of the same order (tune.bufsize less tune.maxrewrite). */
    public static final HttpLimits DEFAULT = new HttpLimits(16 << 10, 8 << 10, 100, Long.MAX_VALUE);

    /** What can be configured at most, and what servers may send. */
    public static final HttpLimits LARGEST = new HttpLimits(64 << 10, 32 << 10, 256, Long.MAX_VALUE);
}
