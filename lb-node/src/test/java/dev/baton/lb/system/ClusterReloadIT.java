package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that reach another node, and reloads of all nodes or none. */
class ClusterReloadIT {

    private static final String NEXT = Pair.CONFIG.replace("10.9.0.21:8000}", "10.9.0.21:8000, weight: 5}");

    /** A node looks every second whether another one runs what it was asked to get ready for. */
    private static final Duration FOLLOWS = Duration.ofSeconds(10);

    @AutoClose
    private Pair pair;

    @BeforeEach
    void raise() {
        pair = PairSupport.raise();
    }

    @Test
    void allFollowOrNobody() throws Exception {
        BatonNode master = pair.master();
        BatonNode peer = pair.peerOf(master);
        String before = digest(master);

        ExecResult there = master.command("why", "--on", peer.name()).orThrow();
        assertThat(there.out()).contains("floating IP web on " + peer.name(), "BACKUP for ");
        assertThat(master.command("drain", "app/a", "--on", peer.name()).ok()).isTrue();
        assertThat(peer.command("servers").out()).containsPattern("app/a +10.9.0.20:8000 +drain ");
        PairSupport.await(
                "what is wanted on one node is wanted on all",
                PairSupport.PATIENCE,
                () -> Pattern.compile("app/a +10.9.0.20:8000 +drain ")
                        .matcher(master.command("servers").out())
                        .find());
        PairSupport.awaitLogged(peer, "on node " + master.name(), "asks for /v1/servers");
        assertThat(master.command("status", "--on", "lb9").err()).contains("there is no node \"lb9\"");

        write(NEXT);
        assertThat(master.command("reload", "--cluster", "--dry-run").orThrow().out())
                .contains("can be reloaded: changes 1");
        assertThat(digest(master)).isEqualTo(before);
        assertThat(digest(peer)).isEqualTo(before);
        master.command("reload", "--cluster").orThrow();
        assertThat(digest(peer)).isEqualTo(digest(master)).isNotEqualTo(before);

        String after = digest(master);
        edited(peer, master);
        write(Pair.CONFIG.replace("insecure: true", "insecure: true\n  heartbeat: 90ms"));
        assertThat(master.command("reload", "--cluster").exitCode()).isEqualTo(1);
        write(Pair.CONFIG.replace("backend: app}", "backend: nobody}"));
        assertThat(master.command("reload", "--cluster").err()).contains("nobody");
        assertThat(digest(peer)).isEqualTo(after).isEqualTo(digest(master));
        write(Pair.CONFIG.replace("insecure: true", "insecure: true\n  heartbeat: 90ms"));
        peer.program().kill("KILL");
        PairSupport.await(
                "the peer is missed",
                PairSupport.PATIENCE,
                () -> master.command("reload", "--cluster").err().contains("restart each node")
                        && master.command("status").out().contains("DEGRADED"));
        write(Pair.CONFIG);
        ExecResult alone = master.command("reload", "--cluster");
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.err()).contains("node " + peer.name());
        assertThat(digest(master)).isEqualTo(after);
    }

    /** One file is for both nodes here: what one of them runs that the file does not say was changed on that one alone. */
    private void edited(BatonNode edited, BatonNode asked) throws IOException {
        String before = digest(asked);
        write(NEXT.replace("weight: 5", "weight: 9"));
        edited.command("reload").orThrow();
        write(NEXT);
        PairSupport.await(
                "a status that names both",
                PairSupport.PATIENCE,
                () -> asked.command("status")
                        .out()
                        .replaceAll("\\s+", " ")
                        .contains("node " + edited.name() + " runs another configuration than " + asked.name()));
        for (String[] words : new String[][] {{"reload", "--cluster", "--dry-run"}, {"reload", "--cluster"}}) {
            ExecResult told = asked.command(words).orThrow();
            assertThat(told.out())
                    .contains("on " + edited.name() + ": changed backends.app.servers.b.weight: 9 -> 5")
                    .contains("changes 0 here, 1 on " + edited.name());
            assertThat(told.err().replaceAll("\\s+", " "))
                    .contains("warning: node " + edited.name() + " runs another configuration");
        }
        assertThat(digest(edited)).isEqualTo(before);
    }

    @Test
    void aNodeThatDiesBetweenTheTwoPhasesComesToTheSameAsTheOthers() throws Exception {
        BatonNode master = pair.master();
        BatonNode peer = pair.peerOf(master);
        String before = digest(peer);
        prepare(peer);
        peer.program().kill("KILL");
        peer.restart();
        assertThat(digest(peer)).as("prepared is not followed").isEqualTo(before);

        write(NEXT);
        master.command("reload").orThrow();
        PairSupport.await("the peer follows", FOLLOWS, () -> digest(peer).equals(digest(master)));
        PairSupport.awaitLogged(peer, "another node runs what was prepared here");
        pair.awaitWhole();
    }

    /** The node that asks the others dies when they have got ready, once before it follows itself and once behind that. */
    @Test
    void theNodeThatAskedTheOthersDiesAndTheyComeToTheSame() throws Exception {
        BatonNode asking = pair.master();
        BatonNode peer = pair.peerOf(asking);
        String before = digest(peer);

        prepare(peer);
        asking.program().kill("KILL");
        asking.restart();
        pair.awaitWhole();
        assertThat(digest(peer)).as("nobody has decided").isEqualTo(before).isEqualTo(digest(asking));

        prepare(peer);
        write(NEXT);
        asking.program().kill("KILL");
        asking.restart();
        PairSupport.await("the peer follows", FOLLOWS, () -> digest(peer).equals(digest(asking)));
        assertThat(digest(peer)).isNotEqualTo(before);
        pair.awaitWhole();
    }

    /** As the node does that asks the others. */
    private void prepare(BatonNode node) throws IOException {
        Path socket = node.runtimeDirectory().resolve(node.name() + ".sock");
        Path body = Files.writeString(
                pair.lab().directory().resolve("prepare.json"),
                new JsonMapper().writeValueAsString(Map.of("text", NEXT)));
        ExecResult prepared = pair.client()
                .exec(
                        "curl",
                        "-sS",
                        "--unix-socket",
                        socket.toString(),
                        "--data-binary",
                        "@" + body,
                        "http://node/v1/reload/prepare")
                .orThrow();
        assertThat(prepared.out()).contains("\"done\":true", "weight");
    }

    private void write(String config) throws IOException {
        Path file = pair.lab().directory().resolve("baton.yaml");
        Path written = Files.writeString(file.resolveSibling("baton.yaml.next"), config);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String digest(BatonNode node) {
        return node.status().orElseThrow().path("config_digest").asText();
    }
}
