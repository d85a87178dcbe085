package dev.baton.lb.affinity.replication;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Segments that one node wants, taken from the table one after the other as there is room for them. */
final class Transfers {

    /** @param ends the want that is answered with this, or 0 */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Piece(byte[] batch, long ends) {}

    private static final byte[] NOTHING = {};

    private final Function<BitSet, List<byte[]>> contents;
    private final Deque<byte[]> current = new ArrayDeque<>();
    private BitSet wanted = new BitSet();
    private long id;

    Transfers(Function<BitSet, List<byte[]>> contents) {
        this.contents = contents;
    }

    /** What was wanted before and not sent yet is wanted still; the later want's end speaks for both. */
    void want(Message.Want want) {
        id = want.id();
        wanted.or(want.segments());
    }

    /** The next piece, or null when nothing is wanted. */
    @Nullable Piece next() {
        while (current.isEmpty() && !wanted.isEmpty()) {
            current.addAll(contents.apply(wanted));
        }
        if (!current.isEmpty()) {
            return new Piece(current.removeFirst(), 0);
        }
        if (id != 0) {
            Piece end = new Piece(NOTHING, id);
            id = 0;
            return end;
        }
        return null;
    }

    void clear() {
        wanted = new BitSet();
        current.clear();
        id = 0;
    }
}
