package dev.baton.lb.affinity.replication;

import static java.util.Objects.requireNonNull;

import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.LogicalClock;
import dev.baton.lb.affinity.MalformedBatchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Nodes on a network that loses, repeats, delays and parts, in a time of its own. Prints nothing; seeded. */
final class Network {

    static final long STEP_NANOS = 5_000_000L;

    final Map<String, AffinityTable> tables = new LinkedHashMap<>();
    final Map<String, Replicator> replicators = new LinkedHashMap<>();
    private final TreeMap<Long, List<Runnable>> flights = new TreeMap<>();
    private final List<String> names;
    private final Random random;
    private final long[] clockErrors;
    int lossPercent;
    int repeatPercent;
    int mostDelaySteps = 1;
    /** Nodes with different numbers don't hear each other. */
    final Map<String, Integer> side = new LinkedHashMap<>();

    long nowNanos = 1_000_000_000L;

    Network(int nodes, long seed) {
        random = new Random(seed);
        names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "lb" + i).toList();
        clockErrors = names.stream().mapToLong(_ -> random.nextInt(2000)).toArray();
        names.forEach(this::start);
    }

    void start(String name) {
        side.put(name, 0);
        long error = clockErrors[names.indexOf(name)];
        AffinityTable table = new AffinityTable(
                name, 1_000_000, new LogicalClock(() -> 1_800_000_000_000L + error + nowNanos / 1_000_000));
        tables.put(name, table);
        replicators.put(
                name,
                new Replicator(
                        table,
                        names.stream().filter(other -> !other.equals(name)).toList(),
                        (to, message) -> send(name, to, message),
                        nowNanos,
                        nowNanos,
                        List::of,
                        _ -> {}));
    }

    private boolean send(String from, String to, byte[] message) {
        if (!Objects.equals(side.get(from), side.get(to)) || random.nextInt(100) < lossPercent) {
            return true;
        }
        int copies = random.nextInt(100) < repeatPercent ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long at = nowNanos + STEP_NANOS * (1 + random.nextInt(mostDelaySteps));
            flights.computeIfAbsent(at, _ -> new ArrayList<>()).add(() -> deliver(from, to, message));
        }
        return true;
    }

    private void deliver(String from, String to, byte[] message) {
        try {
            replicator(to).receive(from, message, nowNanos);
        } catch (MalformedBatchException e) {
            throw new AssertionError(e);
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            nowNanos += STEP_NANOS;
            while (!flights.isEmpty() && flights.firstKey() <= nowNanos) {
                flights.pollFirstEntry().getValue().forEach(Runnable::run);
            }
            replicators.values().forEach(replicator -> replicator.turn(nowNanos));
        }
    }

    AffinityTable table(String name) {
        return requireNonNull(tables.get(name), name);
    }

    Replicator replicator(String name) {
        return requireNonNull(replicators.get(name), name);
    }

    AffinityTable randomTable() {
        return table(names.get(random.nextInt(names.size())));
    }

    boolean allSynced() {
        return replicators.values().stream().allMatch(replicator -> replicator.isSynced(nowNanos));
    }

    static AffinityKey key(long i) {
        Random spread = new Random(i);
        return new AffinityKey(spread.nextLong(), spread.nextLong());
    }
}
