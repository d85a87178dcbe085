package dev.baton.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** The distribution in containers: faults of whole machines. Needs a Docker engine and the image of bin/node-image. */
class ClusterIT {

    private static final Logger log = LoggerFactory.getLogger("dev.baton.measured");

    private static final String SECRET = "  secret_file: /etc/baton/cluster.key\n";

    /** What a takeover may cost here: half a lease, as in the other tests, for a machine that does other things besides. */
    private static final Duration TAKEOVER = Duration.ofSeconds(1);

    /** A machine that stands still keeps the address until the lease has ended. */
    private static final Duration LEASE_TAKEOVER = Duration.ofMillis(3_500);

    @BeforeAll
    static void requireDocker() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "needs a Docker engine; as root: apt-get install docker.io, and dockerd");
        assumeTrue(
                !DockerClientFactory.lazyClient()
                        .listImagesCmd()
                        .withReferenceFilter(Machine.IMAGE)
                        .exec()
                        .isEmpty(),
                "needs the image " + Machine.IMAGE + "; containers/bin/node-image makes it");
    }

    @Test
    void aPairFormsAndSurvivesKillPauseAndALostNetwork() {
        try (Cluster cluster = Cluster.start(2, SECRET, "")) {
            assertThat(cluster.nodes()).extracting(this::masterByStatus).containsOnly("lb1");
            assertThat(Stream.generate(cluster::ask).limit(10)).contains("web1", "web2");

            Machine killed = cluster.owner();
            fault(cluster, "docker kill", TAKEOVER, killed::kill, killed::startAgain);

            Machine paused = cluster.owner();
            fault(cluster, "docker pause", LEASE_TAKEOVER, paused::pause, paused::unpause);

            Machine lost = cluster.owner();
            // The engine takes the interface away; what a reconnect brings is another one, so the node is started
            // again.
            fault(cluster, "docker network disconnect", TAKEOVER, () -> lost.disconnect(cluster.network()), () -> {
                lost.stop();
                lost.connect(cluster.network());
                lost.startAgain();
            });
        }
    }

    @Test
    void threeNodesLoseTwo() {
        try (Cluster cluster = Cluster.start(3, SECRET, "")) {
            Machine first = cluster.owner();
            first.kill();
            cluster.await("a second node serves", () -> served(cluster, first));
            Machine second = cluster.owner();
            second.kill();
            cluster.await("the third node serves", () -> served(cluster, second));
            assertThat(cluster.owner()).isNotIn(first, second);

            first.startAgain();
            second.startAgain();
            cluster.awaitWhole();
            assertThat(cluster.owner()).isNotIn(first, second);
        }
    }

    @Test
    void aClientStaysWithItsServerWhicheverNodeAnswers() {
        try (Cluster cluster = Cluster.start(2, SECRET, "    affinity: {type: cookie, name: BATON}\n")) {
            List<String> jars = Stream.iterate(1, i -> i + 1)
                    .limit(20)
                    .map(i -> "/tmp/jar" + i)
                    .toList();
            List<String> before =
                    jars.stream().map(jar -> cluster.ask("-c", jar)).toList();
            assertThat(before).contains("web1", "web2");

            Machine killed = cluster.owner();
            killed.kill();
            cluster.await("the other node serves", () -> served(cluster, killed));

            assertThat(jars.stream().map(jar -> cluster.ask("-b", jar))).isEqualTo(before);
        }
    }

    @Test
    void aRollingRestartFailsNoRequest() {
        try (Cluster cluster = Cluster.start(2, SECRET, "");
                Watch watch = cluster.watch()) {
            List<Machine> order = Stream.concat(cluster.backups().stream(), Stream.of(cluster.owner()))
                    .toList();
            for (Machine node : order) {
                node.stop();
                cluster.await("the other node serves", () -> served(cluster, node));
                node.startAgain();
                cluster.awaitWhole();
            }

            Watch.Seen seen = watch.end();
            log.info(
                    "rolling restart: {} requests, {} failed, longest gap {} ms (bound {} ms)",
                    seen.asked(),
                    seen.failed(),
                    seen.longestGap().toMillis(),
                    TAKEOVER.toMillis());
            assertThat(seen.longestGap()).isLessThan(TAKEOVER);
        }
    }

    /** What the nodes say to each other cannot be read on the way, and whoever has another key is not heard. */
    @Test
    void theInterconnectIsSealed() {
        try (Cluster cluster = Cluster.start(2, SECRET, "")) {
            String capture = """
                    import socket, sys
                    heard, readable = 0, 0
                    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
                    s.settimeout(5)
                    while heard < 200:
                        frame = s.recv(65536)
                        if len(frame) > 42 and frame[23] == 17:
                            heard += 1
                            readable += b'lb1' in frame or b'lb2' in frame
                    print(heard, readable)
                    """;
            var onTheWire = cluster.backups().getFirst().run("python3", "-c", capture);
            assertThat(onTheWire.getStdout().strip()).as(onTheWire.getStderr()).isEqualTo("200 0");

            Machine changed = cluster.backups().getFirst();
            changed.stop();
            changed.write("/etc/baton/cluster.key", "another key, which nobody else has");
            changed.startAgain();
            cluster.await("rejections are counted", () -> rejected(cluster.owner()) > 0);
            assertThat(cluster.owners()).hasSize(1).doesNotContain(changed);
        }
    }

    @Test
    void aClusterWithoutMulticastFindsItselfByItsAddresses() {
        try (Cluster cluster = Cluster.start(2, SECRET + "  transport: tcp\n", "")) {
            cluster.nodes().forEach(node -> {
                var dropped = node.run(
                        "nft",
                        "add table inet test; add chain inet test in { type filter hook input priority 0; };"
                                + " add rule inet test in ip daddr 224.0.0.0/4 drop");
                assertThat(dropped.getExitCode()).as(dropped.getStderr()).isZero();
            });
            Machine restarted = cluster.backups().getFirst();
            restarted.stop();
            restarted.startAgain();
            cluster.awaitWhole();

            Machine killed = cluster.owner();
            fault(cluster, "docker kill, transport tcp", TAKEOVER, killed::kill, killed::startAgain);
        }
    }

    private void fault(Cluster cluster, String what, Duration bound, Runnable strike, Runnable heal) {
        Machine struck = cluster.owner();
        try (Watch watch = cluster.watch()) {
            strike.run();
            cluster.await(what + ": the other node serves", () -> served(cluster, struck));
            heal.run();
            cluster.awaitWhole();
            Watch.Seen seen = watch.end();
            log.info(
                    "{}: longest gap {} ms (bound {} ms), {} requests, {} failed",
                    what,
                    seen.longestGap().toMillis(),
                    bound.toMillis(),
                    seen.asked(),
                    seen.failed());
            assertThat(seen.longestGap()).as(what).isLessThan(bound);
            assertThat(cluster.owner()).as(what).isNotEqualTo(struck);
        }
    }

    private static boolean served(Cluster cluster, Machine without) {
        return cluster.owners().stream().anyMatch(owner -> owner != without)
                && cluster.ask().startsWith("web");
    }

    private String masterByStatus(Machine node) {
        return node.status().at("/floating_ips/0/master").asText();
    }

    private static long rejected(Machine node) {
        JsonNode interconnect = node.status().path("interconnect");
        return StreamSupport.stream(interconnect.spliterator(), false)
                .filter(JsonNode::isIntegralNumber)
                .mapToLong(JsonNode::asLong)
                .max()
                .orElse(0);
    }
}
