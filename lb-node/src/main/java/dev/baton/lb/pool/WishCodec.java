package dev.baton.lb.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.health.AdminState;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Wishes as bytes for other nodes, big-endian: version u8 = 1, then for each wish backend and server (length u16,
 * UTF-8), state u8 (0 for the configuration's, 1 ready, 2 drain, 3 maintenance), weight i16 (-1 for the
 * configuration's), version i64.
 */
public final class WishCodec {

    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 2 * Short.BYTES + 1 + Short.BYTES + Long.BYTES;

    private WishCodec() {}

    /**
     * @param maxBytes of each part; a wish is shorter
     * @return as many parts as are needed; none for no wish
     */
    public static List<byte[]> encode(Collection<Wish> wishes, int maxBytes) {
        List<byte[]> parts = new ArrayList<>();
        ByteBuffer out = begin(maxBytes);
        for (Wish wish : wishes) {
            byte[] backend = wish.backend().getBytes(UTF_8);
            byte[] server = wish.server().getBytes(UTF_8);
            if (out.remaining() < FIXED_BYTES + backend.length + server.length) {
                end(out, parts);
                out = begin(maxBytes);
            }
            out.putShort((short) backend.length).put(backend);
            out.putShort((short) server.length).put(server);
            out.put(code(wish.state()));
            out.putShort((short) wish.weight().orElse(-1));
            out.putLong(wish.version());
        }
        end(out, parts);
        return parts;
    }

    /** @throws IllegalArgumentException if the bytes are not what {@link #encode} gives */
    public static List<Wish> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Wish> wishes = new ArrayList<>();
        try {
            int version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("wishes of version %d, not %d".formatted(version, VERSION));
            }
            while (in.hasRemaining()) {
                wishes.add(new Wish(text(in), text(in), state(in.get()), weight(in.getShort()), in.getLong()));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("wishes of %d bytes are cut off".formatted(bytes.length), e);
        }
        return wishes;
    }

    private static ByteBuffer begin(int maxBytes) {
        return ByteBuffer.allocate(maxBytes).put((byte) VERSION);
    }

    private static void end(ByteBuffer out, List<byte[]> parts) {
        if (out.position() > 1) {
            byte[] part = new byte[out.position()];
            out.flip().get(part);
            parts.add(part);
        }
    }

    private static String text(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, UTF_8);
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
