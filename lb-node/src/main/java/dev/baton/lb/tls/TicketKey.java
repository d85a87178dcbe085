package dev.baton.lb.tls;

import java.security.SecureRandom;
import java.util.Arrays;

/** A key that session tickets are made with (RFC 5077 section 4): its name, what authenticates and what encrypts. */
public final class TicketKey {

    /** Of each of the three. */
    public static final int PART_BYTES = 16;

    static final int BYTES = 3 * PART_BYTES;

    private final long madeMillis;
    private final byte[] bytes;

    /**
     * @param madeMillis when it was made, by the wall clock of the node that made it
     * @param bytes name, HMAC key and AES key, one after the other
     */
    TicketKey(long madeMillis, byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a ticket key of %d bytes, not %d".formatted(bytes.length, BYTES));
        }
        this.madeMillis = madeMillis;
        this.bytes = bytes.clone();
    }

    static TicketKey random(SecureRandom random, long madeMillis) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new TicketKey(madeMillis, bytes);
    }

    long madeMillis() {
        return madeMillis;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** By which a ticket says what it was made with. */
    public byte[] name() {
        return part(0);
    }

    /** For HMAC-SHA256. */
    public byte[] hmac() {
        return part(1);
    }

    /** For AES-128-CBC. */
    public byte[] aes() {
        return part(2);
    }

    private byte[] part(int index) {
        return Arrays.copyOfRange(bytes, index * PART_BYTES, (index + 1) * PART_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TicketKey key && madeMillis == key.madeMillis && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Never what it consists of. */
    @Override
    public String toString() {
        return "ticket key of " + madeMillis;
    }
}
