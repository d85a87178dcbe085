package dev.baton.ha.agent;

import dev.baton.ha.cluster.Command.Piece;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts pieces together again. What has a gap, or is too long, is dropped; so is the oldest when there are too many. */
final class Pieces {

    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_OPEN = 32;

    private final Map<Key, Part> open = new LinkedHashMap<>();

    private record Key(String from, long call) {}

    private static final class Part {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int next;
    }

    /** @return the whole, when this piece was the last of it */
    synchronized byte @Nullable [] add(String from, Piece piece) {
        Key key = new Key(from, piece.call());
        Part part = piece.number() == 0 ? begin(key) : open.get(key);
        if (part == null) {
            return null;
        }
        if (piece.number() != part.next || part.bytes.size() + piece.bytes().length > MAX_BYTES) {
            open.remove(key);
            return null;
        }
        part.next++;
        part.bytes.writeBytes(piece.bytes());
        if (!piece.last()) {
            return null;
        }
        open.remove(key);
        return part.bytes.toByteArray();
    }

    private Part begin(Key key) {
        if (open.size() >= MAX_OPEN) {
            open.remove(open.keySet().iterator().next());
        }
        Part part = new Part();
        open.put(key, part);
        return part;
    }

    synchronized void forget(String node) {
        open.keySet().removeIf(key -> key.from().equals(node));
    }
}
