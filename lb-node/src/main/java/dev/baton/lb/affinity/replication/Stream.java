package dev.baton.lb.affinity.replication;

import dev.baton.lb.affinity.AffinityTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** The parts that are on their way to one node. Their number is bounded, so a slow node cannot fill the memory. */
final class Stream {

    /** So much may be on its way: less than what a socket of Linux takes by default. */
    static final int WINDOW = 8;

    /**
     * @param sinceNanos when the oldest change in it was made
     * @param changes how many there are in it
     */
    private record OnItsWay(long sequence, long sentNanos, long sinceNanos, int changes) {}

    private final long id;
    private final Deque<OnItsWay> onItsWay = new ArrayDeque<>();
    private long next;

    Stream(long id) {
        this.id = id;
    }

    int room() {
        return WINDOW - onItsWay.size();
    }

    /** Changes that the node was not told of. */
    Message.Part changes(AffinityTable.Changed changed, long nowNanos, long sinceNanos) {
        onItsWay.addLast(new OnItsWay(next, nowNanos, sinceNanos, changed.count()));
        return new Message.Part(id, next++, changed.batch(), 0);
    }

    /** Something that the node asked for. */
    Message.Part answer(byte[] batch, long ends, long nowNanos) {
        onItsWay.addLast(new OnItsWay(next, nowNanos, nowNanos, 0));
        return new Message.Part(id, next++, batch, ends);
    }

    void acknowledged(Message.Ack ack) {
        while (ack.stream() == id && !onItsWay.isEmpty() && onItsWay.getFirst().sequence() <= ack.sequence()) {
            onItsWay.removeFirst();
        }
    }

    /** How long the oldest part has been on its way; 0 when there is none. */
    long waitingNanos(long nowNanos) {
        return onItsWay.isEmpty() ? 0 : nowNanos - onItsWay.getFirst().sentNanos();
    }

    /** How many changes the node may not have. */
    long behindBy() {
        return onItsWay.stream().mapToLong(OnItsWay::changes).sum();
    }

    /** When the oldest change was made that the node may not have. */
    OptionalLong behindSinceNanos() {
        return onItsWay.stream().mapToLong(OnItsWay::sinceNanos).reduce((a, b) -> a - b < 0 ? a : b);
    }
}
