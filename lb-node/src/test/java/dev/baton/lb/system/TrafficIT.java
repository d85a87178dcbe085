package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real traffic through a pair, with servers that die and return. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficIT {

    private static final long GIB = 1L << 30;

    /** Far less than any timeout that a client could have been kept waiting by. */
    private static final double AT_ONCE_SECONDS = 1;

    @AutoClose
    private Pair pair;

    @BeforeAll
    void raise() {
        pair = PairSupport.raise();
    }

    @Test
    void aHundredThousandRequestsWithoutAnError() {
        ExecResult result = pair.client()
                .exec(
                        Duration.ofMinutes(2),
                        "h2load",
                        "--h1",
                        "--requests=100000",
                        "--clients=64",
                        Pair.HTTP.toString())
                .orThrow();

        assertThat(result.out()).contains("100000 succeeded, 0 failed, 0 errored, 0 timeout");
    }

    @Test
    void aGibibyteArrivesAsItWasSent() {
        Path file = pair.server("a").file("gib", GIB);
        pair.server("b").file("gib", GIB);
        String expected = sum(pair.client().exec(Duration.ofMinutes(1), "sha256sum", file.toString()));

        ExecResult received = pair.client()
                .exec(Duration.ofMinutes(2), "sh", "-c", "curl -sS --fail " + Pair.TCP + "files/gib | sha256sum");

        assertThat(sum(received)).isEqualTo(expected);
    }

    @Test
    void deadServersAreTakenOutAndReturnAndWithoutAnyTheClientIsTurnedAwayAtOnce() {
        BatonNode master = pair.master();

        pair.server("a").stop();
        awaitState(master, "a", "down");
        assertThat(fetch(Pair.HTTP.toString()).out()).startsWith("200");
        pair.server("b").stop();
        awaitState(master, "b", "down");

        ExecResult http = fetch(Pair.HTTP.toString());
        assertThat(http.out()).startsWith("503");
        assertThat(seconds(http)).isLessThan(AT_ONCE_SECONDS);
        ExecResult tcp = fetch(Pair.TCP.toString());
        assertThat(tcp.ok()).isFalse();
        assertThat(tcp.out()).startsWith("000");
        assertThat(seconds(tcp)).isLessThan(AT_ONCE_SECONDS);
        ExecResult status = master.command("status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).contains("DEGRADED", "server app/a is down", "server app/b is down");

        pair.server("a").restart();
        pair.server("b").restart();
        awaitState(master, "a", "up");
        awaitState(master, "b", "up");
        assertThat(fetch(Pair.HTTP.toString()).out()).startsWith("200");
        // Once each: up at the start, down, up. A line may be a moment later than the state that it tells of.
        PairSupport.await("six lines", PairSupport.PATIENCE, () -> stateLines(master) >= 6);
        assertThat(stateLines(master)).isEqualTo(6);
    }

    private static long stateLines(BatonNode node) {
        return node.program().lines().stream()
                .filter(line -> line.matches(".*server app/[ab] .*is (up|down).*"))
                .count();
    }

    /** Three checks at 2 s make a server down and two make it up; the bound leaves room for a late round. */
    private static void awaitState(BatonNode node, String server, String state) {
        PairSupport.await(server + " " + state, Duration.ofSeconds(15), () -> {
            for (JsonNode each :
                    node.status().orElseThrow().path("backends").path(0).path("servers")) {
                if (each.path("name").asText().equals(server)) {
                    return each.path("state").asText().equals(state);
                }
            }
            return false;
        });
    }

    /** Prints the status code and the seconds it took. */
    private ExecResult fetch(String url) {
        return pair.client()
                .exec("curl", "-s", "--max-time", "5", "-o", "/dev/null", "-w", "%{http_code} %{time_total}", url);
    }

    private static double seconds(ExecResult fetched) {
        return Double.parseDouble(fetched.out().split(" ", 2)[1]);
    }

    private static String sum(ExecResult result) {
        return result.orThrow().out().split(" ", 2)[0];
    }
}
