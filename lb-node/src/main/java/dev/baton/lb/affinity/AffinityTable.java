package dev.baton.lb.affinity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table of one node: {@link #SEGMENTS} small tables, by the key. An entry takes 37 bytes in an array that is between
 * three eighths and three quarters full: 50 to 99 bytes, and no object.
 */
public final class AffinityTable implements Affinities {

    /** A power of two; the same on all nodes, which compare their tables segment by segment. */
    public static final int SEGMENTS = 1024;

    /** How long it is remembered that something was forgotten; a node that was cut off for longer may bring it back. */
    public static final Duration TOMBSTONE_LIFE = Duration.ofHours(1);

    /**
     * Changes for other nodes.
     *
     * @param batch for {@link #merge} there
     * @param count how many they are
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Changed(byte[] batch, int count) {}

    private static final long TICK_MILLIS = 100;
    private static final int DRAINED_AT_ONCE = 32;
    static final int MAX_TICKS = Integer.MAX_VALUE / 2;

    private final Segment[] segments = new Segment[SEGMENTS];
    private final Marks marks = new Marks();
    private final Names names = new Names();
    private final LogicalClock clock;
    private final long beginMillis;
    private final int writer;
    private int nextToExpire;
    private int nextToTell;

    /**
     * @param node this node's name
     * @param maxEntries so many at most, give or take the unevenness of {@link #SEGMENTS} parts
     */
    public AffinityTable(String node, long maxEntries, LogicalClock clock) {
        this.clock = clock;
        beginMillis = clock.millis();
        writer = (int) Mix.text(node) & 0xFFFF;
        int limit = (int) Math.max(2, Math.ceilDiv(maxEntries, SEGMENTS));
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new Segment(names, limit, marks, i);
        }
    }

    @Override
    public @Nullable String serverOf(AffinityKey key) {
        Segment.Found found = segmentOf(key.high()).find(key.high(), key.low());
        return found.isAliveAt(now()) ? names.name(Slots.server(found.meta())) : null;
    }

    @Override
    public void put(String backend, AffinityKey key, String server, Duration ttl) {
        int backendId = names.id(backend);
        int serverId = names.id(server);
        if (backendId < 0 || serverId < 0) {
            return;
        }
        int now = now();
        int life = ticks(ttl.toMillis());
        Segment segment = segmentOf(key.high());
        Segment.Found found = segment.find(key.high(), key.low());
        boolean fresh = found.isAliveAt(now)
                && Slots.server(found.meta()) == serverId
                && found.expiry() - now > life - Math.max(1, life / 4)
                && found.expiry() - now <= life;
        if (!fresh) {
            segment.put(key.high(), key.low(), Slots.meta(backendId, serverId, writer, 0), now + life, now, clock);
        }
    }

    @Override
    public boolean remove(AffinityKey key) {
        int now = now();
        int end = now + ticks(TOMBSTONE_LIFE.toMillis());
        return segmentOf(key.high()).remove(key.high(), key.low(), writer, end, now, clock);
    }

    @Override
    public void forEach(Consumer<AffinityEntry> visitor) {
        int now = now();
        for (Segment segment : segments) {
            segment.scan((high, low, _, meta, expiry) -> {
                if (!Slots.isTombstone(meta) && expiry - now > 0) {
                    visitor.accept(new AffinityEntry(
                            names.name(Slots.backend(meta)),
                            new AffinityKey(high, low),
                            names.name(Slots.server(meta)),
                            Duration.ofMillis((expiry - now) * TICK_MILLIS)));
                }
                return true;
            });
        }
    }

    @Override
    public long size() {
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.entries();
        }
        return sum;
    }

    @Override
    public Map<String, Long> digests() {
        Map<String, Long> digests = new TreeMap<>();
        for (Segment segment : segments) {
            segment.contributions((backend, part) -> digests.merge(names.name(backend), part, Long::sum));
        }
        return digests;
    }

    /** How much memory the arrays take, in bytes. */
    public long bytes() {
        long slots = 0;
        for (Segment segment : segments) {
            slots += segment.capacity();
        }
        return slots * 37;
    }

    /** Takes out what has expired, a part with each call; so that all was looked at after {@code SEGMENTS / count}. */
    public void expireSome(int count) {
        int now = now();
        for (int i = 0; i < count; i++) {
            segments[nextToExpire].expire(now);
            nextToExpire = (nextToExpire + 1) % SEGMENTS;
        }
    }

    /**
     * What has changed on this node since it was given last, as it is now; null when there is nothing more. Beginning
     * where it ended last, so that no part of the table waits for the others.
     *
     * @param maxBytes of the batch
     */
    public @Nullable Changed changes(int maxBytes) {
        Batch batch = new Batch(names, now(), maxBytes);
        for (int at = nextChanged(); at >= 0; at = nextChanged()) {
            if (!drain(at, batch)) {
                break;
            }
            nextToTell = (at + 1) % SEGMENTS;
        }
        byte[] bytes = batch.bytes();
        return bytes == null ? null : new Changed(bytes, batch.count());
    }

    /** How many changes have not been given. */
    public long untold() {
        long sum = 0;
        for (int at = marks.next(0); at >= 0; at = at + 1 < SEGMENTS ? marks.next(at + 1) : -1) {
            sum += segments[at].untold();
        }
        return sum;
    }

    private int nextChanged() {
        int at = marks.next(nextToTell);
        return at >= 0 ? at : marks.next(0);
    }

    /** @return whether the batch had room for all */
    private boolean drain(int index, Batch batch) {
        marks.clear(index);
        Segment segment = segments[index];
        while (segment.hasChanges()) {
            if (!segment.drain(batch, DRAINED_AT_ONCE)) {
                marks.set(index);
                nextToTell = index;
                return false;
            }
        }
        return true;
    }

    /** {@link System#nanoTime} of the oldest change that was not given; empty when all were. */
    public OptionalLong changedSinceNanos() {
        long now = System.nanoTime();
        long oldest = -1;
        for (int at = marks.next(0); at >= 0; at = at + 1 < SEGMENTS ? marks.next(at + 1) : -1) {
            if (segments[at].hasChanges()) {
                oldest = Math.max(oldest, now - segments[at].changedSinceNanos());
            }
        }
        return oldest < 0 ? OptionalLong.empty() : OptionalLong.of(now - oldest);
    }

    /**
     * What is in some segments, forgotten clients too, each segment as it is at one moment.
     *
     * @param wanted which; those that are given are cleared, and at least one is, but no more than fill one batch
     * @param maxBytes of each batch
     */
    public List<byte[]> contents(BitSet wanted, int maxBytes) {
        List<byte[]> batches = new ArrayList<>();
        int now = now();
        Batch[] current = {new Batch(names, now, maxBytes)};
        for (int i = wanted.nextSetBit(0); i >= 0 && batches.isEmpty(); i = wanted.nextSetBit(i)) {
            wanted.clear(i);
            segments[i].scan((high, low, version, meta, expiry) -> {
                if (!current[0].entry(high, low, version, meta, expiry)) {
                    addTo(batches, current[0]);
                    current[0] = new Batch(names, now, maxBytes);
                    current[0].entry(high, low, version, meta, expiry);
                }
                return true;
            });
        }
        addTo(batches, current[0]);
        return batches;
    }

    private static void addTo(List<byte[]> batches, Batch batch) {
        byte[] bytes = batch.bytes();
        if (bytes != null) {
            batches.add(bytes);
        }
    }

    /**
     * Takes what {@link #changes} or {@link #contents} of another table gave, where it is later than what is here.
     *
     * @param elapsed since it was given; zero when it came over the network
     * @throws MalformedBatchException if it is nothing that a table gives
     */
    public void merge(byte[] batch, Duration elapsed) throws MalformedBatchException {
        new BatchReader(this, Math.clamp(elapsed.toMillis() / TICK_MILLIS, 0, MAX_TICKS)).merge(batch);
    }

    /** A number for each segment, 0 for an empty one: tables that know the same have the same. */
    public long[] segmentDigests() {
        long[] digests = new long[SEGMENTS];
        for (int i = 0; i < SEGMENTS; i++) {
            digests[i] = segments[i].digest();
        }
        return digests;
    }

    /** A version that no entry here exceeds so far. */
    public long version() {
        return clock.next();
    }

    /** Takes out what was written until a {@link #version}, without telling anybody. */
    public void forgetUntil(long version) {
        for (Segment segment : segments) {
            segment.forgetUntil(version);
        }
    }

    Segment segment(int index) {
        return segments[index];
    }

    Names names() {
        return names;
    }

    LogicalClock clock() {
        return clock;
    }

    /** In ticks since the table's beginning. */
    int now() {
        return (int) ((clock.millis() - beginMillis) / TICK_MILLIS);
    }

    private static int ticks(long millis) {
        return Math.clamp(Math.ceilDiv(millis, TICK_MILLIS), 1, MAX_TICKS);
    }

    Segment segmentOf(long keyHigh) {
        return segments[index(keyHigh)];
    }

    /** The segment of a key. */
    static int index(long keyHigh) {
        return (int) (keyHigh >>> 54);
    }
}
