package dev.baton.lb.affinity;

import java.util.HexFormat;

/**
 * What a client is known by: 128 bits made by {@link KeyHasher} of backend, kind and value. The value itself, which may
 * be a session's secret, is neither kept nor sent.
 */
public record AffinityKey(long high, long low) {

    /** @throws IllegalArgumentException if it is not 32 hexadecimal digits */
    public static AffinityKey parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("\"" + text + "\" is not a key: 32 hexadecimal digits");
        }
        return new AffinityKey(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
