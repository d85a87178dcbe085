package dev.baton.lb.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of the session tickets of all nodes, so that a client resumes its session on whichever node it meets. Each node
 * makes one when it starts, and one when the newest has got old; all know all. In memory only: who gets hold of a disk, or
 * of the cluster's secret later, reads no session of the past. May be used from several threads.
 */
public final class TicketKeys {

    /** The first byte of what another node is told: see {@link #encode}. */
    public static final int KIND = 3;

    /** One is used for so long to make tickets. */
    static final Duration ROTATION = Duration.ofHours(12);

    /** And tickets of it are taken for so long: as long as clients keep them at the most. */
    static final Duration LIFE = Duration.ofHours(36);

    /** Within that time all nodes that can be heard have learnt of a new one. */
    static final Duration TOLD = Duration.ofSeconds(5);

    /** Those of the nodes of a cluster that has been restarted one after the other. */
    static final int MOST = 16;

    private static final Comparator<TicketKey> NEWEST_FIRST = Comparator.comparingLong(TicketKey::madeMillis)
            .thenComparing(TicketKey::bytes, Arrays::compareUnsigned)
            .reversed();

    private final SecureRandom random;
    private volatile List<TicketKey> keys;
    private volatile Runnable listener = () -> {};

    public TicketKeys(SecureRandom random, long nowMillis) {
        this.random = random;
        keys = List.of(TicketKey.random(random, nowMillis));
    }

    /** From now on hears of keys that were made here, and those that were learnt. */
    public void listen(Runnable heard) {
        listener = heard;
    }

    /** Makes a new one if it is time to, and forgets those that are too old. */
    public void turn(long nowMillis) {
        List<TicketKey> before = keys;
        List<TicketKey> fresh = nowMillis - before.getFirst().madeMillis() >= ROTATION.toMillis()
                ? List.of(TicketKey.random(random, nowMillis))
                : List.of();
        keep(fresh, nowMillis);
    }

    /** Those that another node knows. */
    public void learn(Collection<TicketKey> others, long nowMillis) {
        keep(others, nowMillis);
    }

    private void keep(Collection<TicketKey> fresh, long nowMillis) {
        boolean changed;
        synchronized (this) {
            Set<TicketKey> all = new LinkedHashSet<>(keys);
            boolean news = all.addAll(fresh);
            List<TicketKey> kept = all.stream()
                    .filter(key -> nowMillis - key.madeMillis() < LIFE.toMillis())
                    .sorted(NEWEST_FIRST)
                    .limit(MOST)
                    .toList();
            changed = news && !kept.equals(keys);
            // One is needed, however old the clock says that it is.
            keys = kept.isEmpty() ? keys : kept;
        }
        if (changed) {
            listener.run();
        }
    }

    /** All; the first is for new tickets: the newest that the other nodes must know by now, or else the oldest. */
    public List<TicketKey> inOrder(long nowMillis) {
        List<TicketKey> known = keys;
        TicketKey first = known.stream()
                .filter(key -> nowMillis - key.madeMillis() >= TOLD.toMillis())
                .findFirst()
                .orElse(known.getLast());
        List<TicketKey> ordered = new ArrayList<>(known);
        ordered.remove(first);
        ordered.addFirst(first);
        return ordered;
    }

    /**
     * For other nodes, big-endian: {@value #KIND} u8, then of each key when it was made as i64 of milliseconds and its 48
     * bytes. To be sent encrypted.
     */
    public byte[] encode() {
        List<TicketKey> known = keys;
        ByteBuffer out = ByteBuffer.allocate(1 + known.size() * (Long.BYTES + TicketKey.BYTES));
        out.put((byte) KIND);
        known.forEach(key -> out.putLong(key.madeMillis()).put(key.bytes()));
        return out.array();
    }

    /** @throws IllegalArgumentException if the bytes are not what {@link #encode} gives */
    public static List<TicketKey> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<TicketKey> keys = new ArrayList<>();
        try {
            int kind = in.get();
            if (kind != KIND) {
                throw new IllegalArgumentException("ticket keys of kind %d, not %d".formatted(kind, KIND));
            }
            while (in.hasRemaining()) {
                long madeMillis = in.getLong();
                byte[] key = new byte[TicketKey.BYTES];
                in.get(key);
                keys.add(new TicketKey(madeMillis, key));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("ticket keys of %d bytes are cut off".formatted(bytes.length), e);
        }
        return keys;
    }
}
