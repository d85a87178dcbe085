package dev.baton.lb.affinity.replication;

import dev.baton.lb.affinity.AffinityTable;
import java.util.BitSet;
import java.util.OptionalLong;

/** One other node: what goes to it, what came of it. */
final class Peer {

    /** Of a part, with all around it: one message of an eighth of a window. */
    static final int BATCH_BYTES = 16 * 1024 - MessageCodec.PART_HEAD_BYTES;

    static final long DIGEST_NANOS = 250_000_000L;
    /** Who has not been heard for so long is not waited for. */
    static final long ALONE_NANOS = 2_000_000_000L;

    private static final long HELLO_NANOS = 100_000_000L;
    /** An answer that has not ended by then is not coming. */
    private static final long WANT_NANOS = 2_000_000_000L;

    private static final long SILENT_NANOS = 4_000_000_000L;
    private static final long STALLED_NANOS = 2_000_000_000L;
    private static final long SLOW_NANOS = 200_000_000L;
    private static final int TRANSFER_RESERVE = 2;
    private static final long NEVER = Long.MAX_VALUE;

    final String name;
    private final Wire wire;
    private final Transfers transfers;
    private Stream stream = new Stream(0);
    private Comparison comparison = new Comparison();
    private boolean connected;
    private boolean complete;
    private boolean firstCompared;
    private long wantId;
    private long wantedNanos;
    private long connectedNanos;
    private long heardNanos;
    private long missedNanos;
    private long nextHelloNanos;
    private long nextDigestNanos;
    private long receivedStream;
    private long received = -1;
    private long lostSinceNanos = NEVER;
    private long lost;

    Peer(String name, AffinityTable table, Wire wire, long nowNanos) {
        this.name = name;
        this.wire = wire;
        transfers = new Transfers(wanted -> table.contents(wanted, BATCH_BYTES));
        nextHelloNanos = nowNanos;
        missedNanos = nowNanos + ALONE_NANOS;
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether nothing that it knows is missing here, or it cannot be had. */
    boolean isComplete(long nowNanos) {
        return connected ? complete : nowNanos - missedNanos >= 0;
    }

    /** Its process has ended: what it alone knew is lost. */
    void gone(long nowNanos) {
        if (connected) {
            disconnect(nowNanos);
        }
        missedNanos = nowNanos;
        forgetLost();
    }

    /** Begins anew; the digests that must follow tell what was missed. */
    void connect(long streamId, long nowNanos) {
        stream = new Stream(streamId);
        transfers.clear();
        comparison = new Comparison();
        connected = true;
        firstCompared = false;
        complete = false;
        wantId = 0;
        heardNanos = nowNanos;
        connectedNanos = nowNanos;
    }

    /**
     * Greetings that could not be delivered for a while come all at once, and each would begin anew what the one before it
     * began. Who is not connected greets again soon enough.
     */
    boolean hasJustConnected(long nowNanos) {
        return connected && nowNanos - connectedNanos < HELLO_NANOS;
    }

    void disconnect(long nowNanos) {
        stream.behindSinceNanos().ifPresent(since -> lose(stream.behindBy(), since));
        connected = false;
        transfers.clear();
        wantId = 0;
        nextHelloNanos = nowNanos;
        missedNanos = complete ? nowNanos : nowNanos + ALONE_NANOS;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** Whether changes can be given to it, or need not because it is too slow to wait for. */
    boolean holdsNobodyUp(long nowNanos) {
        return !connected || stream.room() > 0 || stream.waitingNanos(nowNanos) > SLOW_NANOS;
    }

    void give(AffinityTable.Changed changed, long sinceNanos, long nowNanos) {
        if (!connected) {
            if (lostSinceNanos != NEVER) {
                lost += changed.count();
            }
        } else if (stream.room() == 0) {
            lose(changed.count(), sinceNanos);
            disconnect(nowNanos);
        } else if (!send(stream.changes(changed, nowNanos, sinceNanos))) {
            disconnect(nowNanos);
        }
    }

    /** It will not get these as changes: the next comparison has to find them. */
    private void lose(long changes, long sinceNanos) {
        lost += changes;
        lostSinceNanos = Math.min(lostSinceNanos, sinceNanos);
    }

    /** It says that it has compared and has got what it lacked. */
    void hasCaughtUp() {
        forgetLost();
    }

    private void forgetLost() {
        lost = 0;
        lostSinceNanos = NEVER;
    }

    void acknowledged(Message.Ack ack) {
        stream.acknowledged(ack);
    }

    void wants(Message.Want want) {
        transfers.want(want);
    }

    void transfer(long nowNanos) {
        while (connected && stream.room() > TRANSFER_RESERVE) {
            Transfers.Piece piece = transfers.next();
            if (piece == null) {
                return;
            }
            if (!send(stream.answer(piece.batch(), piece.ends(), nowNanos))) {
                disconnect(nowNanos);
            }
        }
    }

    /** @return whether a part is missing before this one */
    boolean receive(Message.Part part) {
        boolean gap = part.stream() == receivedStream ? part.sequence() > received + 1 : part.sequence() > 0;
        receivedStream = part.stream();
        received = part.sequence();
        if (part.ends() != 0 && part.ends() == wantId) {
            wantId = 0;
            complete = true;
        }
        return gap;
    }

    /** Compares what it knows with what is known here, and asks for what is missing. */
    void compare(long[] ours, Message.Digests digests, long newWantId, long nowNanos) {
        BitSet different = Comparison.differences(ours, digests.segments());
        BitSet wanted = firstCompared ? comparison.lasting(ours, digests.segments()) : (BitSet) different.clone();
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            wanted.set(i, digests.segments()[i] != 0);
        }
        if (!wanted.isEmpty() && wantId != 0 && nowNanos - wantedNanos < WANT_NANOS) {
            return;
        }
        if (!wanted.isEmpty()) {
            wantId = newWantId;
            wantedNanos = nowNanos;
            send(new Message.Want(newWantId, wanted));
        } else if (!firstCompared || different.isEmpty()) {
            // The end of an answer may have been lost; that nothing differs says the same.
            complete = true;
        }
        firstCompared = true;
    }

    boolean isDigestDue(long nowNanos) {
        return connected && nowNanos - nextDigestNanos >= 0;
    }

    void sendDigests(Message.Digests digests, long nowNanos) {
        nextDigestNanos = nowNanos + DIGEST_NANOS;
        send(digests);
    }

    /** Ends a connection that stands still, and looks for one where there is none. */
    void keepUp(long nowNanos) {
        if (connected && (nowNanos - heardNanos > SILENT_NANOS || stream.waitingNanos(nowNanos) > STALLED_NANOS)) {
            disconnect(nowNanos);
        }
        if (!connected && nowNanos - nextHelloNanos >= 0) {
            nextHelloNanos = nowNanos + HELLO_NANOS;
            send(new Message.Hello());
        }
    }

    /** Whether it can be heard, so that what it lacks counts. */
    boolean counts(long nowNanos) {
        return connected || (lostSinceNanos != NEVER && nowNanos - heardNanos < ALONE_NANOS);
    }

    /** When the oldest change was made that it may not have. */
    OptionalLong behindSinceNanos(long nowNanos) {
        if (!counts(nowNanos)) {
            return OptionalLong.empty();
        }
        long onItsWay = connected ? stream.behindSinceNanos().orElse(NEVER) : NEVER;
        long since = Math.min(onItsWay, lostSinceNanos);
        return since == NEVER ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /** How many changes it may not have. */
    long behindBy(long nowNanos) {
        return counts(nowNanos) ? lost + (connected ? stream.behindBy() : 0) : 0;
    }

    boolean send(Message message) {
        return wire.send(name, MessageCodec.encode(message));
    }
}
