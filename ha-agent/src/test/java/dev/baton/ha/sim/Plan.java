package dev.baton.ha.sim;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Which faults strike when, and when they end: drawn from the seed before anything happens. */
final class Plan {

    static final long CALM_START = Duration.ofMillis(2500).toNanos();
    static final long RAGE = Duration.ofSeconds(5).toNanos();

    private static final List<Fault> OF_INTERCONNECT =
            Arrays.stream(Fault.values()).filter(Fault::ofInterconnect).toList();
    private static final List<Fault> ALL = List.of(Fault.values());

    private final World world;
    private final SplittableRandom random;
    private final Strikes strikes;
    private final boolean interconnectOnly;

    Plan(World world) {
        this.world = world;
        this.random = world.random;
        this.strikes = new Strikes(world);
        this.interconnectOnly = random.nextInt(6) == 0;
    }

    /** Whether nothing but the interconnect suffers. */
    boolean interconnectOnly() {
        return interconnectOnly;
    }

    void schedule() {
        List<Fault> kinds = interconnectOnly ? OF_INTERCONNECT : ALL;
        int count = switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 2;
            default -> random.nextInt(2, 8);
        };
        long together = CALM_START + random.nextLong(RAGE);
        boolean crowded = random.nextInt(3) == 0;
        @Nullable Fault favourite = random.nextInt(3) == 0 ? pick(kinds) : null;
        for (int i = 0; i < count; i++) {
            Fault fault = favourite == null ? pick(kinds) : favourite;
            long at = crowded ? together + random.nextLong(300_000_000) : CALM_START + random.nextLong(RAGE);
            world.at(at, () -> strikes.strike(fault));
        }
    }

    private Fault pick(List<Fault> kinds) {
        return kinds.get(random.nextInt(kinds.size()));
    }

    void cease() {
        strikes.cease();
    }
}
