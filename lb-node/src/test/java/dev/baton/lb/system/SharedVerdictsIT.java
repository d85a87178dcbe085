package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What one node has found out about servers, told to the other: before its own checks could, and what they never see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedVerdictsIT {

    /** A check of a server that hangs takes 10 s; the one behind {@code flaky} refuses, which its check does not see. */
    private static final String CONFIG = Pair.CONFIG.substring(0, Pair.CONFIG.indexOf("frontends:")) + """
            frontends:
              - {name: web, bind: ":80", backend: app}
              - {name: flaky, bind: ":81", backend: flaky}
            backends:
              - name: app
                check: {type: http, path: /healthz, interval: 1s, timeout: 10s, fall: 1}
                servers: [{name: a, address: "10.9.0.20:8000"}, {name: b, address: "10.9.0.21:8000"}]
              - name: flaky
                check: {port: 8000}
                passive: {errors: 3, eject: 2m}
                servers: [{name: a, address: "10.9.0.20:8000"}, {name: b, address: "10.9.0.21:8001"}]
            """;

    @AutoClose
    private Pair pair;

    @BeforeAll
    void raise() {
        PairSupport.requireLab();
        pair = Pair.raise(CONFIG);
    }

    @Test
    void aNodeBeginsWithWhatItsPeerKnowsAndServesByItWhenThatOneDies() {
        BatonNode master = pair.master();
        BatonNode late = pair.peerOf(master);
        IntStream.range(0, 10).forEach(_ -> ask(81));
        PairSupport.awaitLogged(master, "server flaky/b", "is ejected", "from live traffic");
        PairSupport.awaitLogged(late, "server flaky/b", "is ejected", "of another node");

        pair.server("b").signalWorkers("STOP");
        for (BatonNode node : pair.nodes()) {
            PairSupport.awaitLogged(node, "server app/b", "is down: ");
        }
        late.signal("TERM");
        late.awaitStopped();
        late.restart();
        PairSupport.awaitLogged(late, "server app/b is down until the checks here have had their say");
        assertThat(late.program().lines())
                .as("its own check, which takes 10 s")
                .noneMatch(line -> line.contains("server app/b (10.9.0.21:8000) is down: "));
        PairSupport.awaitLogged(late, "server flaky/b", "is ejected", "of another node");
        PairSupport.awaitLogged(late, "node " + late.name() + " ready");

        PairSupport.await(
                "a peer in sync",
                PairSupport.PATIENCE,
                () -> late.command("status").out().matches("(?s).*" + late.name() + " +BACKUP +\\d+ +yes.*"));
        master.signal("KILL");
        pair.owners().awaitHeldBy(late.name(), PairSupport.PATIENCE);
        for (int port : List.of(80, 81)) {
            assertThat(IntStream.range(0, 20).mapToObj(_ -> ask(port)))
                    .as("port %d", port)
                    .containsOnly("a");
        }
        pair.server("b").signalWorkers("CONT");
    }

    /** @return the server that answered; empty for none */
    private String ask(int port) {
        ExecResult result = pair.client()
                .exec(
                        "curl",
                        "-s",
                        "-m",
                        "2",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%header{x-server}",
                        "http://" + Pair.FLOATING_IP + ":" + port + "/");
        return result.out().strip();
    }
}
