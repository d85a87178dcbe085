package dev.baton.ha.sim;

import java.time.Duration;

/** The times that the promises name, for one scenario. ARCHITECTURE.md says them in words. */
final class Bounds {

    private static final long SLACK = Duration.ofMillis(10).toNanos();
    private static final long PROBE = Duration.ofMillis(30).toNanos();
    private static final long WITNESS = Duration.ofMillis(500).toNanos();

    private final Scenario scenario;
    private final long heartbeat;

    Bounds(Scenario scenario) {
        this.scenario = scenario;
        this.heartbeat = scenario.heartbeat().toNanos();
    }

    /** Without a word for so long a peer is not counted on. */
    long silence() {
        return 3 * heartbeat;
    }

    /** Until a node's word has got through to another, in spite of what is lost. */
    long word() {
        Scenario.Weather weather = scenario.weather();
        return (weather.lostInRow() + 1) * (heartbeat + heartbeat / 100 + weather.jitterNanos())
                + weather.delayNanos()
                + weather.jitterNanos()
                + SLACK;
    }

    /** How long two masters that hear each other both answer. */
    long twoMastersInTouch() {
        return word();
    }

    /** How long a node may go by what it has heard, and what the LAN has answered: what is older than that it asks anew. */
    long evidence() {
        Scenario.Weather weather = scenario.weather();
        return 6 * heartbeat + 2 * weather.delayNanos() + 3 * weather.jitterNanos() + 100_000_000;
    }

    /**
     * How long after the last fault, and after the last kernel that answered, nobody owns the addresses although a node
     * is fit: a start from nothing, in which every node gives the better ones their turn.
     */
    long nobody() {
        long masterDown = 4 * heartbeat;
        return Scenario.START_DELAY.toNanos()
                + scenario.debounce().toNanos()
                + 2 * masterDown
                + (scenario.nodes().size() + 2) * heartbeat
                + PROBE
                + (scenario.witness() ? WITNESS : 0)
                + 2 * word();
    }

    /** When a master has told the LAN again where its addresses are. */
    long announced() {
        return Duration.ofMillis(1200).toNanos() + 2 * scenario.weather().jitterNanos();
    }
}
