package dev.baton.lb.proxy.hello;

/**
 * Bytes that are read once, from left to right. Whoever reads past the end gets zeros, and the reading is broken from
 * then on: one question at the end instead of one at each step.
 */
final class Octets {

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean broken;

    Octets(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** An unsigned number of so many bytes, three at most, the highest first. */
    int number(int width) {
        int value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | octet();
        }
        return value;
    }

    private int octet() {
        if (at >= end) {
            broken = true;
            return 0;
        }
        return bytes[at++] & 0xff;
    }

    /** The next bytes by themselves; none, and the reading is broken, when there are not so many. */
    Octets take(int length) {
        if (length > end - at) {
            broken = true;
            return new Octets(bytes, end, end);
        }
        Octets part = new Octets(bytes, at, at + length);
        at += length;
        return part;
    }

    int remaining() {
        return end - at;
    }

    /** Whether more was asked for than there is. */
    boolean isBroken() {
        return broken;
    }
}
