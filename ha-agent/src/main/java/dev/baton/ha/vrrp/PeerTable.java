package dev.baton.ha.vrrp;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What this node has heard of the others in one group. */
final class PeerTable {

    /** Who takes over from a master that is gone: a node in sync, then the higher priority, then the greater name. */
    static final Comparator<Advertisement> CANDIDATES = Comparator.comparing(Advertisement::synced)
            .thenComparingInt(Advertisement::priority)
            .thenComparing(Advertisement::node);

    private static final Comparator<Advertisement> IN_LINE = Comparator.comparing(Advertisement::synced)
            .thenComparingInt(last -> last.priority() == Advertisement.RELEASED ? last.basePriority() : last.priority())
            .thenComparing(Advertisement::node);

    /** Which of two masters stays: the later claim, whatever the priorities; preemption is another matter. */
    static final Comparator<Advertisement> MASTERS = Comparator.comparingLong(Advertisement::term)
            .thenComparingInt(Advertisement::priority)
            .thenComparing(Advertisement::node);

    private final TreeMap<String, Peer> peers = new TreeMap<>();
    private final long silenceNanos;
    private long deafFromNanos = Long.MIN_VALUE / 2;
    private long deafUntilNanos = Long.MIN_VALUE / 2;

    PeerTable(long silenceNanos) {
        this.silenceNanos = silenceNanos;
    }

    /**
     * Takes note of an advertisement.
     *
     * @return whether it is news: a late, repeated or former life's message is not
     */
    boolean accept(Advertisement advertisement, long nowNanos) {
        Peer known = peers.get(advertisement.node());
        if (known == null) {
            peers.put(advertisement.node(), new Peer(advertisement, null, nowNanos, nowNanos, ""));
            return true;
        }
        Advertisement last = known.last;
        boolean fresh = advertisement.incarnation() == last.incarnation()
                ? advertisement.sequence() > last.sequence()
                : advertisement.incarnation() > last.incarnation() || silent(known, nowNanos);
        // What a dead process sent may arrive after the news of its death; a wrong such news wears off.
        boolean ghost = !known.gone.isEmpty()
                && advertisement.incarnation() == last.incarnation()
                && nowNanos - known.changedNanos <= silenceNanos;
        if (!fresh || ghost) {
            return false;
        }
        boolean sameLife = known.gone.isEmpty();
        // Between two ticks a node may fail and be well again: only its words tell.
        boolean stillReady = sameLife && ready(last) && ready(advertisement);
        long readySinceNanos = stillReady ? known.readySinceNanos : nowNanos;
        peers.put(advertisement.node(), new Peer(advertisement, sameLife ? last : null, nowNanos, readySinceNanos, ""));
        return true;
    }

    /** The peer has ended; it is not counted on until it is heard again. */
    void markGone(String node, String why, long nowNanos) {
        peers.computeIfPresent(node, (_, peer) -> new Peer(peer.last, null, nowNanos, nowNanos, why));
    }

    @Nullable Peer get(String node) {
        return peers.get(node);
    }

    Collection<Peer> all() {
        return peers.values();
    }

    boolean live(Peer peer, long nowNanos) {
        return peer.gone.isEmpty() && !silent(peer, nowNanos);
    }

    /** Why the node is not counted on now, or empty. */
    Optional<String> silence(String node, long nowNanos) {
        Peer peer = peers.get(node);
        if (peer == null) {
            return Optional.of("never heard");
        }
        if (!peer.gone.isEmpty()) {
            return Optional.of(peer.gone);
        }
        return silent(peer, nowNanos)
                ? Optional.of("not heard for " + Millis.text(nowNanos - peer.changedNanos))
                : Optional.empty();
    }

    private boolean silent(Peer peer, long nowNanos) {
        return nowNanos - peer.changedNanos > silenceNanos;
    }

    /** The master that stays, of those heard lately. */
    Optional<Advertisement> master(long nowNanos) {
        return peers.values().stream()
                .filter(peer -> live(peer, nowNanos))
                .map(Peer::last)
                .filter(last -> last.role() == Role.MASTER)
                .max(MASTERS);
    }

    /** The backup that is first in line, of those heard lately. */
    Optional<Advertisement> bestBackup(long nowNanos) {
        return peers.values().stream()
                .filter(peer -> live(peer, nowNanos))
                .map(Peer::last)
                .filter(PeerTable::eligible)
                .max(CANDIDATES);
    }

    /**
     * How many live backups are in line before the sender of {@code self}. Who said RELEASED is back in line with its
     * base priority, since that is what its next word will say; who names that sender its successor stands back for it.
     *
     * @param except a node that has given up just now and will not come back at once, or empty
     */
    int ahead(Advertisement self, String except, long nowNanos) {
        return Math.toIntExact(peers.values().stream()
                .filter(peer -> live(peer, nowNanos))
                .map(Peer::last)
                .filter(last -> last.role() == Role.BACKUP && !last.node().equals(except))
                .filter(last -> !last.successor().equals(self.node()))
                .filter(last -> IN_LINE.compare(last, self) > 0)
                .count());
    }

    /** This node stood still in between: what the others said meanwhile is yet to be read. */
    void deaf(long fromNanos, long untilNanos) {
        deafFromNanos = fromNanos;
        deafUntilNanos = untilNanos;
    }

    /** How many peers are heard lately, or were when this node fell deaf and have not had the time to be heard since. */
    int countInTouch(long nowNanos) {
        int inTouch = 0;
        for (Peer peer : peers.values()) {
            // One that says goodbye is no company any more.
            if (inTouch(peer, nowNanos) && peer.last().role() != Role.INIT) {
                inTouch++;
            }
        }
        return inTouch;
    }

    /** Whether what the others have said may still have to be read. */
    boolean deafLately(long nowNanos) {
        return nowNanos - deafUntilNanos <= silenceNanos;
    }

    private boolean inTouch(Peer peer, long nowNanos) {
        boolean forgiven = deafFromNanos - peer.changedNanos <= silenceNanos && deafLately(nowNanos);
        return live(peer, nowNanos) || (forgiven && peer.gone.isEmpty());
    }

    /** Whether each of these nodes is heard now or known to have ended. */
    boolean allAccountedFor(Collection<String> nodes, long nowNanos) {
        return nodes.stream().allMatch(node -> {
            Peer peer = peers.get(node);
            return peer != null && (live(peer, nowNanos) || !peer.gone.isEmpty());
        });
    }

    /** Whether it is known of each of these nodes how it is, by word heard since then or by news of its end. */
    boolean allKnownSince(Collection<String> nodes, long sinceNanos) {
        return nodes.stream().allMatch(node -> {
            Peer peer = peers.get(node);
            return peer != null && (peer.changedNanos >= sinceNanos || !peer.gone.isEmpty());
        });
    }

    /** Whether the node was master until its latest word. */
    boolean wasMaster(String node) {
        Peer peer = peers.get(node);
        return peer != null && peer.previous != null && peer.previous.role() == Role.MASTER;
    }

    /** The term under which the node was master until its latest word or is still; 0 if it was not. */
    long claimedTerm(String node) {
        Peer peer = peers.get(node);
        if (peer == null) {
            return 0;
        }
        Advertisement previous = peer.previous;
        if (peer.last.role() == Role.MASTER) {
            return peer.last.term();
        }
        return previous != null && previous.role() == Role.MASTER ? previous.term() : 0;
    }

    /** Whether the node was as fit as it can be until its latest word. */
    boolean wasAtItsBest(String node) {
        Peer peer = peers.get(node);
        return peer != null && peer.previous != null && peer.previous.priority() >= peer.previous.basePriority();
    }

    /** A backup says RELEASED once when it has just given up; by its next word it is a candidate again. */
    static boolean eligible(Advertisement last) {
        return last.role() == Role.BACKUP && last.priority() != Advertisement.RELEASED;
    }

    private static boolean ready(Advertisement last) {
        return eligible(last) && last.synced();
    }

    /**
     * @param last its latest word
     * @param previous its word before, or null if there was none in the same life
     * @param changedNanos when it was last heard or reported gone
     * @param readySinceNanos if its latest word says that it is ready to take over: since when all of its words have
     * @param gone how it ended, or empty
     */
    record Peer(
            Advertisement last,
            @Nullable Advertisement previous,
            long changedNanos,
            long readySinceNanos,
            String gone) {}
}
