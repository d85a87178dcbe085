package dev.baton.lb.pool;

import dev.baton.lb.health.AdminState;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Wishes as {@link FactParts} for other nodes. A record: backend and server as texts, state u8 (0 for the
 * configuration's, 1 ready, 2 drain, 3 maintenance), weight i16 (-1 for the configuration's), version i64.
 */
public final class WishCodec {

    /** The first byte of each part. */
    public static final int KIND = 1;

    private static final int FIXED_BYTES = 2 * Short.BYTES + 1 + Short.BYTES + Long.BYTES;

    private WishCodec() {}

    /**
     * @param maxBytes of each part; a wish is shorter
     * @return as many parts as are needed; none for no wish
     */
    public static List<byte[]> encode(Collection<Wish> wishes, int maxBytes) {
        FactParts parts = new FactParts(KIND, maxBytes);
        for (Wish wish : wishes) {
            byte[] backend = FactParts.bytes(wish.backend());
            byte[] server = FactParts.bytes(wish.server());
            ByteBuffer out = parts.record(FIXED_BYTES + backend.length + server.length);
            FactParts.write(backend, out);
            FactParts.write(server, out);
            out.put(code(wish.state()));
            out.putShort((short) wish.weight().orElse(-1));
            out.putLong(wish.version());
        }
        return parts.parts();
    }

    /** @throws IllegalArgumentException if the bytes are not what {@link #encode} gives */
    public static List<Wish> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Wish> wishes = new ArrayList<>();
        try {
            int kind = in.get();
            if (kind != KIND) {
                throw new IllegalArgumentException("wishes of kind %d, not %d".formatted(kind, KIND));
            }
            while (in.hasRemaining()) {
                wishes.add(new Wish(
                        FactParts.text(in), FactParts.text(in), state(in.get()), weight(in.getShort()), in.getLong()));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("wishes of %d bytes are cut off".formatted(bytes.length), e);
        }
        return wishes;
    }

    private static byte code(Optional<AdminState> state) {
        return state.isEmpty()
                ? 0
                : switch (state.get()) {
                    case READY -> (byte) 1;
                    case DRAIN -> (byte) 2;
                    case MAINTENANCE -> (byte) 3;
                };
    }

    private static Optional<AdminState> state(int code) {
        return switch (code) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(AdminState.READY);
            case 2 -> Optional.of(AdminState.DRAIN);
            case 3 -> Optional.of(AdminState.MAINTENANCE);
            default -> throw new IllegalArgumentException("a wish for state %d".formatted(code));
        };
    }

    private static OptionalInt weight(int weight) {
        if (weight < -1 || weight > 256) {
            throw new IllegalArgumentException("a wish for weight %d".formatted(weight));
        }
        return weight == -1 ? OptionalInt.empty() : OptionalInt.of(weight);
    }
}
