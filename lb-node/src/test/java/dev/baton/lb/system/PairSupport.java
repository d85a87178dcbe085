package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lab.FaultResult;
import dev.baton.lab.Lab;
import dev.baton.lab.Pair;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tests on a real pair share. */
final class PairSupport {

    static final Logger log = LoggerFactory.getLogger("dev.baton.measured");

    private PairSupport() {}

    /** A pair in namespaces; skips the test, saying why, where there cannot be one. */
    static Pair raise() {
        requireLab();
        return Pair.raise();
    }

    static void requireLab() {
        List<String> missing = Lab.requirements();
        assumeTrue(missing.isEmpty(), String.join(" ", missing));
    }

    /** Asks again and again until it is so; each question costs a real round trip, so this does not spin. */
    static void await(String what, Duration bound, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(bound);
        }
    }

    static void report(FaultResult result) {
        log.info(
                "{}: {} -> {}: outage {} ms, two owners {} ms, while it came back {} ms",
                result.fault().description(),
                result.from(),
                result.to(),
                String.format("%.1f", result.takeover().outageMillis()),
                result.twoOwners().toMillis(),
                String.format("%.1f", result.recovery().outageMillis()));
    }
}
