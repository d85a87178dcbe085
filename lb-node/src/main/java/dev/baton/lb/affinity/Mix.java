package dev.baton.lb.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Numbers for comparing tables: the same on each node, and different where something differs. No secret. */
final class Mix {

    private Mix() {}

    /** FNV-1a with 64 bits (draft-eastlake-fnv), spread. */
    static long text(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(UTF_8)) {
            hash = (hash ^ (each & 0xFF)) * 0x100000001b3L;
        }
        return spread(hash);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). */
    static long spread(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
