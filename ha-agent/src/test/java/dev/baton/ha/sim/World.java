package dev.baton.ha.sim;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Simulated time and everything in it. */
final class World {

    static final List<FloatingAddress> ADDRESSES =
            IntStream.range(0, 2).mapToObj(Node::address).toList();

    final SplittableRandom random;
    final SplittableRandom macs;
    final Scenario scenario;
    final List<Node> nodes = new ArrayList<>();
    final List<HeartbeatPath> paths = new ArrayList<>();
    final List<Promise> promises = new ArrayList<>();
    final Handovers orders;
    final Trouble trouble = new Trouble(this);
    private final PriorityQueue<Entry> schedule = new PriorityQueue<>();
    private final boolean tracing;
    private final StringBuilder trace = new StringBuilder();
    private long now;
    private long order;

    Scenario.Weather weather = Scenario.Weather.CALM;
    boolean witnessThere = true;

    World(long seed, boolean tracing) {
        this.random = new SplittableRandom(seed);
        this.macs = new SplittableRandom(~seed);
        this.tracing = tracing;
        this.scenario = Scenario.draw(random);
        this.orders = new Handovers(this);
        log(scenario::toString);
        scenario.paths()
                .forEach(onLan ->
                        paths.add(new HeartbeatPath(this, scenario.nodes().size(), onLan)));
        for (String name : scenario.nodes()) {
            nodes.add(new Node(this, nodes.size(), name));
        }
    }

    long now() {
        return now;
    }

    void at(long nanos, Runnable what) {
        schedule.add(new Entry(nanos, order++, what));
    }

    /** Within so many milliseconds. */
    void in(int atMostMillis, Runnable what) {
        at(now + random.nextLong(Duration.ofMillis(atMostMillis).toNanos()), what);
    }

    long jitter() {
        return weather.jitterNanos() == 0 ? 0 : random.nextLong(weather.jitterNanos());
    }

    void runUntil(long nanos) {
        while (!schedule.isEmpty() && schedule.element().nanos <= nanos) {
            Entry entry = schedule.remove();
            now = Math.max(now, entry.nanos);
            entry.what.run();
            for (Promise each : promises) {
                each.afterEvent();
            }
        }
        now = nanos;
    }

    static String name(int group) {
        return group == 0 ? "g0" : "g1";
    }

    static int index(String group) {
        return group.equals("g0") ? 0 : 1;
    }

    int group(FloatingAddress address) {
        return ADDRESSES.indexOf(address);
    }

    Node node(String name) {
        return nodes.get(scenario.nodes().indexOf(name));
    }

    boolean onSameLan(Node one, Node other) {
        return one.linkUp && other.linkUp && one.segment == other.segment;
    }

    /** The gateway is where the clients are. */
    boolean reachesWitness(Node node) {
        return witnessThere && node.linkUp && node.segment == 0 && !node.suspended;
    }

    /** Whether a frame that asks for a group's address finds a kernel that has it. */
    boolean answered(Node asking, int group) {
        for (Node each : nodes) {
            if (each != asking && each.kernel.has(group) && !each.suspended && onSameLan(asking, each)) {
                return true;
            }
        }
        return false;
    }

    /** Whether heartbeats get there on any network, but for what is lost now and then. */
    boolean hears(Node to, Node from) {
        for (HeartbeatPath path : paths) {
            if (path.carries(from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a master that has the address, and a process behind it. */
    boolean owned(int group) {
        for (Node each : nodes) {
            if (each.running && each.kernel.has(group) && each.router(group).role() == Role.MASTER) {
                return true;
            }
        }
        return false;
    }

    void log(Node node, String line) {
        if (tracing) {
            log(() -> node.name + " " + line);
        }
    }

    void log(Supplier<String> line) {
        if (tracing) {
            trace.append(String.format("%9.3f ms  %s%n", now / 1e6, line.get()));
        }
    }

    String trace() {
        return trace.toString();
    }

    void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            String message = otherwise.get();
            log(() -> "NOT KEPT: " + message);
            throw new Violation(message);
        }
    }

    private record Entry(long nanos, long order, Runnable what) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            return nanos != other.nanos ? Long.compare(nanos, other.nanos) : Long.compare(order, other.order);
        }
    }
}
