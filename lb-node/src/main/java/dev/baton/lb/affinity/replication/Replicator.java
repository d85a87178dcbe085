package dev.baton.lb.affinity.replication;

import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.MalformedBatchException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the other nodes what changes here, takes what they tell, compares, and mends.
 *
 * <p>Two nodes connect by a greeting; from then on changes go both ways, and both send digests. What differs is fetched.
 * So a node that joins, one that was cut off and one that was too slow are the same case. A lost message shows in the
 * digests, which are compared four times a second. Merging is idempotent and does not depend on the order.
 */
public final class Replicator {

    private static final int PARTS_A_TURN = 64;
    private static final Duration NONE = Duration.ZERO;

    private final AffinityTable table;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Supplier<List<byte[]>> facts;
    private final Consumer<byte[]> onFacts;
    private long nextId;
    private long distrusted;

    /**
     * @param peers the other nodes' names
     * @param incarnation grows with each start of this node, by more than it ever connects in one
     * @param facts what a node that connects must be told besides, each part in a message
     * @param onFacts takes a part of what {@code facts} of another node gave
     */
    public Replicator(
            AffinityTable table,
            Collection<String> peers,
            Wire wire,
            long incarnation,
            long nowNanos,
            Supplier<List<byte[]>> facts,
            Consumer<byte[]> onFacts) {
        this.table = table;
        this.facts = facts;
        this.onFacts = onFacts;
        nextId = incarnation;
        peers.forEach(peer -> this.peers.put(peer, new Peer(peer, table, wire, nowNanos)));
    }

    /** What is here until a version is worth nothing once a node is met that knows all: it is too old to be merged. */
    public void distrustUntil(long version) {
        distrusted = version;
    }

    /** Does what is due; to be called every few milliseconds. */
    public void turn(long nowNanos) {
        tellChanges(nowNanos);
        for (Peer peer : peers.values()) {
            peer.transfer(nowNanos);
            if (peer.isDigestDue(nowNanos)) {
                peer.sendDigests(digests(nowNanos, false), nowNanos);
            }
            peer.keepUp(nowNanos);
        }
    }

    /**
     * Takes a message.
     *
     * @throws MalformedBatchException if it is none; it has no effect then, but for the records in front of the fault
     */
    public void receive(String from, byte[] bytes, long nowNanos) throws MalformedBatchException {
        Peer peer = peers.get(from);
        if (peer == null) {
            return;
        }
        Message message = MessageCodec.decode(bytes);
        peer.heard(nowNanos);
        switch (message) {
            case Message.Hello() -> {
                if (!peer.hasJustConnected(nowNanos)) {
                    connect(peer, nowNanos);
                }
            }
            case Message.Part part -> receive(peer, part, nowNanos);
            case Message.Ack ack -> peer.acknowledged(ack);
            case Message.Digests digests -> receive(peer, digests, nowNanos);
            case Message.Want want -> peer.wants(want);
            case Message.Facts(byte[] told) -> onFacts.accept(told);
        }
    }

    /** A node is known to be gone. */
    public void gone(String name, long nowNanos) {
        Peer peer = peers.get(name);
        if (peer != null) {
            peer.gone(nowNanos);
        }
    }

    /** Tells all nodes what {@code facts} gives now. */
    public void tellFacts() {
        peers.values().stream().filter(Peer::isConnected).forEach(this::tellFacts);
    }

    /** Whether this node knows all that the nodes know that it can hear. */
    public boolean isSynced(long nowNanos) {
        return peers.values().stream().allMatch(peer -> peer.isComplete(nowNanos));
    }

    /** How old the oldest change is that a node does not have, of those that can be heard. */
    public Duration lag(long nowNanos) {
        long oldest = 0;
        if (peers.values().stream().anyMatch(peer -> peer.counts(nowNanos))) {
            OptionalLong untold = table.changedSinceNanos();
            oldest = untold.isPresent() ? Math.max(0, nowNanos - untold.getAsLong()) : 0;
        }
        for (Peer peer : peers.values()) {
            OptionalLong since = peer.behindSinceNanos(nowNanos);
            oldest = since.isPresent() ? Math.max(oldest, nowNanos - since.getAsLong()) : oldest;
        }
        return Duration.ofNanos(oldest);
    }

    /** How many changes a node does not have, of those that can be heard; the one that lacks most counts. */
    public long lagEntries(long nowNanos) {
        if (peers.values().stream().noneMatch(peer -> peer.counts(nowNanos))) {
            return 0;
        }
        return table.untold()
                + peers.values().stream()
                        .mapToLong(peer -> peer.behindBy(nowNanos))
                        .max()
                        .orElse(0);
    }

    /** So many parts at most, so that what arrives is not kept waiting. */
    private void tellChanges(long nowNanos) {
        for (int parts = 0; parts < PARTS_A_TURN; parts++) {
            if (!peers.values().stream().allMatch(peer -> peer.holdsNobodyUp(nowNanos))) {
                return;
            }
            OptionalLong since = table.changedSinceNanos();
            AffinityTable.Changed changed = since.isEmpty() ? null : table.changes(Peer.BATCH_BYTES);
            if (changed == null) {
                return;
            }
            for (Peer peer : peers.values()) {
                peer.give(changed, since.orElse(nowNanos), nowNanos);
            }
        }
    }

    private void tellFacts(Peer peer) {
        facts.get().forEach(fact -> peer.send(new Message.Facts(fact)));
    }

    private void connect(Peer peer, long nowNanos) {
        peer.connect(++nextId, nowNanos);
        peer.sendDigests(digests(nowNanos, true), nowNanos);
        tellFacts(peer);
    }

    private void receive(Peer peer, Message.Part part, long nowNanos) throws MalformedBatchException {
        if (part.batch().length > 0) {
            table.merge(part.batch(), NONE);
        }
        boolean gap = peer.receive(part);
        peer.send(new Message.Ack(part.stream(), part.sequence()));
        if (gap && peer.isConnected()) {
            peer.disconnect(nowNanos);
        }
    }

    private void receive(Peer peer, Message.Digests digests, long nowNanos) {
        if (!peer.isConnected()) {
            if (!digests.first()) {
                return;
            }
            connect(peer, nowNanos);
        } else if (digests.synced() && !digests.first()) {
            peer.hasCaughtUp();
        }
        if (distrusted != 0 && digests.synced()) {
            table.forgetUntil(distrusted);
            distrusted = 0;
        }
        peer.compare(table.segmentDigests(), digests, ++nextId, nowNanos);
    }

    private Message.Digests digests(long nowNanos, boolean first) {
        return new Message.Digests(isSynced(nowNanos), first, table.segmentDigests());
    }
}
