package dev.baton.lb.pool;

import dev.baton.lb.health.Health;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Judgements as {@link FactParts} for other nodes. A record: backend, server and address as texts, found u8 (0 unknown, 1
 * up, 2 down), ejected for i32 in milliseconds.
 */
public final class JudgementCodec {

    /** The first byte of each part. */
    public static final int KIND = 2;

    private static final int FIXED_BYTES = 3 * Short.BYTES + 1 + Integer.BYTES;

    private JudgementCodec() {}

    /**
     * @param maxBytes of each part; a judgement is shorter
     * @return as many parts as are needed; none for no judgement
     */
    public static List<byte[]> encode(Collection<Judgement> judgements, int maxBytes) {
        FactParts parts = new FactParts(KIND, maxBytes);
        for (Judgement judgement : judgements) {
            byte[] backend = FactParts.bytes(judgement.backend());
            byte[] server = FactParts.bytes(judgement.server());
            byte[] address = FactParts.bytes(judgement.address());
            ByteBuffer out = parts.record(FIXED_BYTES + backend.length + server.length + address.length);
            FactParts.write(backend, out);
            FactParts.write(server, out);
            FactParts.write(address, out);
            out.put(code(judgement.checked()));
            out.putInt((int) Math.min(Integer.MAX_VALUE, judgement.ejectedFor().toMillis()));
        }
        return parts.parts();
    }

    /** @throws IllegalArgumentException if the bytes are not what {@link #encode} gives */
    public static List<Judgement> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Judgement> judgements = new ArrayList<>();
        try {
            int kind = in.get();
            if (kind != KIND) {
                throw new IllegalArgumentException("judgements of kind %d, not %d".formatted(kind, KIND));
            }
            while (in.hasRemaining()) {
                judgements.add(new Judgement(
                        FactParts.text(in),
                        FactParts.text(in),
                        FactParts.text(in),
                        health(in.get()),
                        ejectedFor(in.getInt())));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("judgements of %d bytes are cut off".formatted(bytes.length), e);
        }
        return judgements;
    }

    private static byte code(Health health) {
        return switch (health) {
            case UNKNOWN -> 0;
            case UP -> 1;
            case DOWN -> 2;
        };
    }

    private static Health health(int code) {
        return switch (code) {
            case 0 -> Health.UNKNOWN;
            case 1 -> Health.UP;
            case 2 -> Health.DOWN;
            default -> throw new IllegalArgumentException("a judgement of health %d".formatted(code));
        };
    }

    private static Duration ejectedFor(int millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("a server that is ejected for %d ms".formatted(millis));
        }
        return Duration.ofMillis(millis);
    }
}
