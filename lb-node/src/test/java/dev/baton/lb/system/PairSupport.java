package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lab.BatonNode;
import dev.baton.lab.FaultResult;
import dev.baton.lab.Lab;
import dev.baton.lab.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tests on a real pair share. */
final class PairSupport {

    static final Logger log = LoggerFactory.getLogger("dev.baton.measured");

    /** For what must happen, however busy the machine is. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * What a takeover may cost a client in a test. It is half the lease, which is what a takeover would wait for that did
     * not notice the fault; the rest is for a machine with other things to do. The promises to users are much tighter:
     * {@code bench/failover} measures those.
     */
    static final double TAKEOVER_MILLIS = 1_000;

    /** Between two questions, so that asking does not keep the machine from what is waited for. */
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    private static boolean warmed;

    private PairSupport() {}

    /** A pair in namespaces; skips the test, saying why, where there cannot be one. */
    static Pair raise() {
        requireLab();
        return Pair.raise();
    }

    /**
     * Which of the nodes that start together gets the addresses first is a matter of milliseconds. On a machine that is busy
     * with that start, a node may not be heard for the moment, and is refused the addresses.
     */
    static void makeMaster(Pair pair, String name) {
        if (!pair.master().name().equals(name)) {
            await(
                    name + " is given the addresses",
                    PATIENCE,
                    () -> pair.node(name).command("switchover", "--to", name).ok());
            pair.awaitWhole();
        }
    }

    static void requireLab() {
        List<String> missing = Lab.requirements();
        assumeTrue(missing.isEmpty(), String.join(" ", missing));
        warm();
    }

    /**
     * Has the program rehearsed once, as it is where it is installed: it starts in half the time, and most of what these
     * tests wait for is starts.
     */
    private static synchronized void warm() {
        if (warmed) {
            return;
        }
        warmed = true;
        try {
            Process rehearsal = new ProcessBuilder(
                            BatonNode.executable().resolveSibling("baton-warm").toString())
                    .inheritIO()
                    .start();
            log.info("bin/baton-warm ended with {}", rehearsal.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks again and again until it is so. */
    static void await(String what, Duration bound, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(bound);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Waits for a line in the log of the node's present life. The log comes last: a node that takes over has the address,
     * and is seen to have it by its kernel, before it has written why. So nothing may be concluded from a line that is not
     * there yet.
     */
    static void awaitLogged(BatonNode node, String... parts) {
        String regex = Stream.of(parts).map(Pattern::quote).collect(Collectors.joining(".*"));
        node.program().awaitLine(regex, PATIENCE);
    }

    static void report(FaultResult result) {
        log.info(
                "{}: {} -> {}: outage {}, two owners {} ms, two answering {} ms, while it came back {}",
                result.fault().description(),
                result.from(),
                result.to(),
                result.takeover().outage(),
                result.twoOwners().toMillis(),
                result.twoAnswering().toMillis(),
                result.recovery().outage());
    }
}
