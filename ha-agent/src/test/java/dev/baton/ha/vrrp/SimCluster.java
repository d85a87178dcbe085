package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Simulated nodes on a simulated network under a simulated clock; everything follows from the seed. */
final class SimCluster {

    static final Duration HEARTBEAT = Duration.ofMillis(50);
    static final Duration LEASE = Duration.ofSeconds(2);
    static final Duration START_DELAY = Duration.ofMillis(500);

    /**
     * How long two owners that can hear each other may last: until one advertisement of the winner gets through. With
     * at most 30 % loss fifteen in a row are lost once in 70 million times.
     */
    private static final long CONFLICT_BOUND = HEARTBEAT.toNanos() * 15;

    final Random random;
    final List<SimNode> nodes = new ArrayList<>();
    final SimCalm calm = new SimCalm(this);
    private final PriorityQueue<Entry> schedule =
            new PriorityQueue<>(Comparator.comparingLong(Entry::nanos).thenComparingLong(Entry::order));
    private final Set<String> cut = new HashSet<>();
    private final Map<String, Long> conflictSince = new HashMap<>();
    private final boolean tracing;
    final boolean probing;
    private final boolean ownLan;
    private final boolean fencedByProbe;
    private final StringBuilder trace = new StringBuilder();
    private long now;
    private long order;
    private int transitions;

    double loss;
    double duplication;
    long maxDelayNanos = Duration.ofMillis(1).toNanos();
    long maxJitterNanos = Duration.ofMillis(1).toNanos();

    SimCluster(long seed, boolean tracing) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.tracing = tracing;
        int size = 2 + random.nextInt(4);
        boolean preempt = random.nextBoolean();
        probing = random.nextBoolean();
        boolean quorum = size > 2 && random.nextInt(4) == 0;
        ownLan = random.nextBoolean();
        fencedByProbe = probing && ownLan && size == 2;
        log("preempt " + preempt + ", probe " + probing + ", quorum " + quorum + ", LAN of its own " + ownLan);
        List<String> names =
                IntStream.rangeClosed(1, size).mapToObj(i -> "lb" + i).toList();
        for (String name : names) {
            int priority = random.nextBoolean() ? 100 : 1 + random.nextInt(254);
            List<String> peers =
                    names.stream().filter(peer -> !peer.equals(name)).toList();
            RouterSettings settings = new RouterSettings(
                    "web",
                    name,
                    1,
                    priority,
                    HEARTBEAT,
                    LEASE,
                    AnnounceTiming.DEFAULT,
                    START_DELAY,
                    preempt,
                    Duration.ofMillis(300),
                    probing,
                    quorum,
                    0,
                    peers);
            nodes.add(new SimNode(this, settings));
            log(name + " priority " + priority);
        }
        nodes.forEach(node -> at(random.nextLong(Duration.ofSeconds(1).toNanos()), node::start));
    }

    long now() {
        return now;
    }

    int transitions() {
        return transitions;
    }

    String trace() {
        return trace.toString();
    }

    long jitterNanos() {
        return random.nextLong(maxJitterNanos);
    }

    void at(long nanos, Runnable what) {
        schedule.add(new Entry(nanos, order++, what));
    }

    void runUntil(long nanos, Runnable invariant) {
        while (!schedule.isEmpty() && schedule.element().nanos() <= nanos) {
            Entry entry = schedule.remove();
            now = Math.max(now, entry.nanos());
            entry.what().run();
            List<SimNode> owners = owners();
            checkConflicts(owners);
            calm.check(owners);
            invariant.run();
        }
        now = nanos;
    }

    void setCut(SimNode from, SimNode to, boolean value) {
        String link = from.name + ">" + to.name;
        if (value) {
            cut.add(link);
        } else {
            cut.remove(link);
        }
    }

    void heal() {
        cut.clear();
        loss = 0;
        duplication = 0;
        maxDelayNanos = Duration.ofMillis(1).toNanos();
        maxJitterNanos = Duration.ofMillis(1).toNanos();
    }

    boolean anyCut() {
        return !cut.isEmpty();
    }

    boolean hears(SimNode to, SimNode from) {
        return to.interfaceUp && from.interfaceUp && !cut.contains(from.name + ">" + to.name);
    }

    void send(SimNode from, Advertisement advertisement) {
        for (SimNode to : nodes) {
            if (to != from && hears(to, from)) {
                int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < duplication ? 2 : 1;
                for (int i = 0; i < copies; i++) {
                    at(
                            now + random.nextLong(maxDelayNanos),
                            () -> to.feed((router, nanos) -> router.onAdvertisement(advertisement, nanos)));
                }
            }
        }
    }

    /** Each kernel that holds the address answers, whatever became of its process. */
    void probe(SimNode from, long id) {
        boolean answered = nodes.stream().anyMatch(node -> node != from && node.holdsAddress(now) && lan(from, node));
        at(
                now + Duration.ofMillis(answered ? 1 : 30).toNanos(),
                () -> from.feed((router, nanos) ->
                        answered ? router.onProbeAnswered(id, nanos) : router.onProbeSilent(id, nanos)));
    }

    private boolean lan(SimNode one, SimNode other) {
        boolean connected = ownLan || (hears(one, other) && hears(other, one));
        return connected && one.interfaceUp && other.interfaceUp;
    }

    /** Peers that are connected learn of an ended process from its kernel, most of the time. */
    void tellOfEnd(SimNode ended, boolean died) {
        for (SimNode to : nodes) {
            if (to != ended && hears(to, ended) && random.nextInt(10) > 0) {
                at(
                        now + random.nextLong(Duration.ofMillis(10).toNanos()),
                        () -> to.feed((router, nanos) ->
                                died ? router.onPeerDied(ended.name, nanos) : router.onPeerLeft(ended.name, nanos)));
            }
        }
    }

    void announced(SimNode node) {
        check(node.holdsAddress(now), () -> node.name + " announces an address that it does not hold");
    }

    void transition(SimNode node, Action.Transition transition) {
        transitions++;
        log(node.name + ": " + transition.from() + " -> " + transition.to() + " term " + transition.term() + ": "
                + transition.reason());
    }

    List<SimNode> owners() {
        List<SimNode> owners = new ArrayList<>();
        for (SimNode node : nodes) {
            if (node.holdsAddress(now)) {
                owners.add(node);
            }
        }
        return owners;
    }

    private void checkConflicts(List<SimNode> owners) {
        if (owners.size() < 2) {
            conflictSince.clear();
            return;
        }
        Set<String> conflicts = new HashSet<>();
        for (SimNode one : owners) {
            for (SimNode other : owners) {
                boolean mutual = one.awake() && other.awake() && hears(one, other) && hears(other, one);
                if (mutual && one.name.compareTo(other.name) < 0) {
                    String pair = one.name + " and " + other.name;
                    conflicts.add(pair);
                    long since = conflictSince.computeIfAbsent(pair, _ -> now);
                    check(now - since <= CONFLICT_BOUND, () -> pair + " own the address although they hear each other");
                }
            }
        }
        conflictSince.keySet().retainAll(conflicts);
        if (fencedByProbe) {
            checkProbed(owners.getFirst(), owners.getLast());
        }
    }

    /** Two that ask at the same time both hear nothing; one that asked when the other was there must have heard it. */
    private void checkProbed(SimNode one, SimNode other) {
        SimNode earlier = one.boundNanos < other.boundNanos ? one : other;
        SimNode later = earlier == one ? other : one;
        boolean reachable = earlier.running && earlier.interfaceUp && !earlier.cutOffWhilePaused && later.interfaceUp;
        check(
                !reachable || later.probedNanos <= earlier.boundNanos,
                () -> later.name + " asked the LAN and took over nevertheless while " + earlier.name + " was there");
    }

    void log(String line) {
        if (tracing) {
            trace.append(String.format("%9.3f ms  %s%n", now / 1e6, line));
        }
    }

    void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            log("VIOLATED: " + otherwise.get());
            throw new InvariantViolated(otherwise.get());
        }
    }

    static final class InvariantViolated extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvariantViolated(String message) {
            super(message);
        }
    }

    private record Entry(long nanos, long order, Runnable what) {}
}
