package dev.baton.lb.balance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash by which requests and servers are put in relation: XXH64 with seed 0 (xxHash's specification, doc
 * xxhash_spec.md, version 0.1.1). It is the same on every machine and for ever, which nodes that shall agree need, and
 * takes eight bytes in a step.
 */
public final class Xxh64 {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Xxh64() {}

    /** The hash of the bytes from {@code start} to below {@code end}. */
    public static long of(byte[] bytes, int start, int end) {
        int at = start;
        long hash = PRIME_5;
        if (end - start >= 32) {
            int stripes = (end - start) / 32;
            hash = stripes(bytes, start, stripes);
            at += stripes * 32;
        }
        hash += end - start;
        for (; end - at >= 8; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(bytes, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (end - at >= 4) {
            long word = (int) INT.get(bytes, at) & 0xffffffffL;
            hash = Long.rotateLeft(hash ^ word * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        return mix(hash);
    }

    /** Spreads what is in some bits over all of them; XXH64's last step. */
    static long mix(long value) {
        long hash = value;
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    /** Four lanes of eight bytes side by side. */
    private static long stripes(byte[] bytes, int start, int count) {
        long a = 0x60EA27EEADC0B5D6L; // PRIME_1 + PRIME_2, with the overflow that the compiler would warn of
        long b = PRIME_2;
        long c = 0;
        long d = -PRIME_1;
        int at = start;
        for (int i = 0; i < count; i++, at += 32) {
            a = round(a, (long) LONG.get(bytes, at));
            b = round(b, (long) LONG.get(bytes, at + 8));
            c = round(c, (long) LONG.get(bytes, at + 16));
            d = round(d, (long) LONG.get(bytes, at + 24));
        }
        long hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        return merge(merge(merge(merge(hash, a), b), c), d);
    }

    private static long round(long lane, long word) {
        return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }
}
