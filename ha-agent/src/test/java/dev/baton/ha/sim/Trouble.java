package dev.baton.ha.sim;

import java.util.EnumMap;
import java.util.Map;

/** The faults that have struck a world so far. */
final class Trouble {

    private final World world;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private long lastNanos;
    private int edges;

    Trouble(World world) {
        this.world = world;
    }

    void begins(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
        edge();
    }

    /** Something has got worse or better. */
    void edge() {
        edges++;
        lastNanos = world.now();
    }

    int edges() {
        return edges;
    }

    long lastNanos() {
        return lastNanos;
    }

    boolean had(Fault fault) {
        return counts.containsKey(fault);
    }

    Map<Fault, Integer> counts() {
        return counts;
    }
}
