package dev.baton.lb.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Makes keys of what is seen of clients: SipHash-2-4 with 128 bits of output (Aumasson, Bernstein: "SipHash: a fast
 * short-input PRF", 2012), keyed from the cluster's secret. All nodes make the same keys, and clients who don't know
 * the secret can't choose values that collide.
 */
public final class KeyHasher {

    private final long k0;
    private final long k1;

    /**
     * @param clusterName tells clusters without a secret apart
     * @param secret the cluster's, if it has one
     */
    public KeyHasher(String clusterName, Optional<byte[]> secret) {
        MessageDigest digest = sha256();
        digest.update("baton affinity keys 1".getBytes(UTF_8));
        digest.update(clusterName.getBytes(UTF_8));
        digest.update((byte) 0);
        secret.ifPresent(digest::update);
        ByteBuffer key = ByteBuffer.wrap(digest.digest()).order(ByteOrder.LITTLE_ENDIAN);
        k0 = key.getLong();
        k1 = key.getLong();
    }

    KeyHasher(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /**
     * The key of a client in a backend.
     *
     * @param kind what the value is, such as {@code header}; the same value of two kinds gives two keys
     */
    public AffinityKey key(String backend, String kind, byte[] value) {
        byte[] first = backend.getBytes(UTF_8);
        byte[] second = kind.getBytes(UTF_8);
        byte[] all = new byte[first.length + second.length + value.length + 2];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length + 1, second.length);
        System.arraycopy(value, 0, all, first.length + second.length + 2, value.length);
        return hash(all);
    }

    AffinityKey hash(byte[] bytes) {
        Sip sip = new Sip(k0, k1);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= Long.BYTES) {
            sip.take(in.getLong());
        }
        long last = (long) bytes.length << 56;
        for (int shift = 0; in.hasRemaining(); shift += 8) {
            last |= (in.get() & 0xFFL) << shift;
        }
        sip.take(last);
        return sip.end();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    private static final class Sip {

        private long v0;
        private long v1;
        private long v2;
        private long v3;

        Sip(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL ^ 0xee;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        AffinityKey end() {
            v2 ^= 0xee;
            long first = four();
            v1 ^= 0xdd;
            return new AffinityKey(first, four());
        }

        private long four() {
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
