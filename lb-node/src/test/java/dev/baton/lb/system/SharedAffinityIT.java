package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.BatonNode;
import dev.baton.lab.Nginx;
import dev.baton.lab.Pair;
import dev.baton.lab.StickyCrowd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Thousands of clients whose servers the nodes remember, before real servers, while nodes die, part and restart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedAffinityIT {

    private static final int CLIENTS = Integer.getInteger("baton.clients", 2_500);
    private static final int NEW_A_SECOND = 5_000;
    private static final Duration PARTITION = Duration.ofSeconds(Integer.getInteger("baton.partition", 5));

    private static final int PARTITIONS = Integer.getInteger("baton.partitions", 1);
    private static final long HEAL_MILLIS = 1_000;

    private static final int TLS_PORT = 8443;

    /** In a snapshot: the last byte of the version. */
    private static final long VERSION_ENDS_AT = 11;

    private static final List<String> KINDS = List.of("header", "query", "learned", "source", "sni");

    /** The nodes talk on a network of their own, which can be cut while clients reach both. */
    private static final String CONFIG =
            Pair.CONFIG_OWN_INTERCONNECT.substring(0, Pair.CONFIG_OWN_INTERCONNECT.indexOf("frontends:")) + """
            frontends:
              - {name: header, bind: ":83", backend: header}
              - {name: query, bind: ":84", backend: query}
              - {name: learned, bind: ":85", backend: learned}
              - {name: source, bind: ":86", mode: tcp, backend: source}
              - {name: sni, bind: ":87", mode: tcp, backend: sni}
            backends:
              - {name: header, affinity: {type: header, name: X-Client}, servers: &servers [
                  {name: a, address: "10.9.0.20:8000"}, {name: b, address: "10.9.0.21:8000"}]}
              - {name: query, affinity: {type: query, name: sid}, servers: *servers}
              - {name: learned, affinity: {type: learned, name: SID}, servers: *servers}
              - {name: source, affinity: {type: source}, servers: *servers}
              - {name: sni, affinity: {type: sni}, check: {port: 8000}, servers: [
                  {name: a, address: "10.9.0.20:8443"}, {name: b, address: "10.9.0.21:8443"}]}
            """;

    @AutoClose
    private Pair pair;

    private StickyCrowd crowd;
    private int met;

    @BeforeAll
    void raise() {
        PairSupport.requireLab();
        pair = Pair.raise(CONFIG);
        Stream.of("a", "b")
                .forEach(name -> Nginx.startTls(pair.lab(), pair.server(name).host(), TLS_PORT));
        pair.nodes()
                .forEach(node -> node.host()
                        .exec("ip", "route", "add", "10.10.0.0/16", "via", "10.9.0.50")
                        .orThrow());
        crowd = StickyCrowd.start(pair.lab(), pair.client());
    }

    /** A client that is forgotten meets the same of two servers half the time: twice as many as moved were lost. */
    @Test
    @Order(1)
    void clientsOfEachKindStayThroughTwoKillsWhileThousandsComeEverySecond() {
        KINDS.forEach(kind -> crowd.meet(Pair.FLOATING_IP, kind, met, CLIENTS));
        met += CLIENTS;
        for (int kill = 1; kill <= 2; kill++) {
            BatonNode master = pair.master();
            BatonNode heir = pair.peerOf(master);
            crowd.flood(Pair.FLOATING_IP, "header", met, NEW_A_SECOND);
            met += 20 * NEW_A_SECOND;
            long before = affinity(master).path("entries").asLong();
            PairSupport.await(
                    "a second of new clients",
                    PairSupport.PATIENCE,
                    () -> affinity(master).path("entries").asLong() > before + NEW_A_SECOND);
            long lag = affinity(master).path("lag_ms").asLong();
            master.signal("KILL");
            pair.owners().awaitHeldBy(heir.name(), PairSupport.PATIENCE);
            PairSupport.await(
                    "new clients again",
                    PairSupport.PATIENCE,
                    () -> affinity(heir).path("entries").asLong() > before + 2 * NEW_A_SECOND);
            int all = crowd.end();
            StickyCrowd.Second again = crowd.askAgain(Pair.FLOATING_IP);
            PairSupport.log.info(
                    "kill {}: {} of {} clients moved; the oldest of them was {} ms old, the lag was {} ms",
                    kill,
                    again.moved(),
                    again.asked(),
                    again.oldestMillis(),
                    lag);
            assertThat(again.asked()).isEqualTo(all).isGreaterThan(KINDS.size() * CLIENTS);
            assertThat(2 * 1000 * again.moved()).isLessThan(all);
            master.restart();
            awaitAlike(PairSupport.PATIENCE);
            pair.awaitWhole();
        }
    }

    @Test
    @Order(2)
    void aPartitionWithNewClientsOnBothSidesHealsAndNothingForgottenComesBack() {
        for (int i = 0; i < PARTITIONS; i++) {
            partAndHeal();
        }
    }

    private void partAndHeal() {
        BatonNode lb1 = pair.node("lb1");
        BatonNode lb2 = pair.node("lb2");
        crowd.meet("10.9.0.1", "header", met, 1000);
        awaitAlike(PairSupport.PATIENCE);
        lb2.host().cutOff(Pair.SECOND_NETWORK);
        long cut = System.nanoTime();
        lb1.command("affinity", "clear", "header", "c" + met).orThrow();
        int side = met + 1000;
        crowd.meet("10.9.0.1", "header", side, 2000);
        crowd.meet("10.9.0.2", "query", side, 2000);
        assertThat(digest(lb1)).isNotEqualTo(digest(lb2));
        PairSupport.await(
                "the end of the partition",
                PARTITION.plus(PairSupport.PATIENCE),
                () -> System.nanoTime() - cut > PARTITION.toNanos()
                        && affinity(lb2).path("entries").asLong() > 0);
        lb2.host().reconnect(Pair.SECOND_NETWORK);
        long healed = System.nanoTime();
        awaitAlike(PairSupport.PATIENCE);
        long millis = (System.nanoTime() - healed) / 1_000_000;
        PairSupport.log.info("alike {} ms after a partition of {} s was healed", millis, PARTITION.toSeconds());
        assertThat(millis).isLessThan(HEAL_MILLIS);
        for (BatonNode node : pair.nodes()) {
            assertThat(node.command("affinity", "get", "header", "c" + met).ok())
                    .as("%s has brought back what was forgotten", node.name())
                    .isFalse();
        }
        met += 3000;
    }

    @Test
    @Order(3)
    void whatOperatorsWantReachesTheOtherNodeAndOutlivesTheOneThatWasAsked() {
        BatonNode master = pair.master();
        BatonNode other = pair.peerOf(master);
        other.command("drain", "query/b").orThrow();
        PairSupport.awaitLogged(master, "server query/b: drain, on command at another node");
        other.signal("KILL");
        master.command("ready", "query/b").orThrow();
        master.command("weight", "query/a", "7").orThrow();
        other.restart();
        PairSupport.awaitLogged(other, "server query/b: ready, on command at another node");
        PairSupport.awaitLogged(other, "server query/a: state as configured, weight 7, on command at another node");
        pair.awaitWhole();
    }

    @Test
    @Order(4)
    void aRestartOfAllNodesForgetsNobody() {
        // A node may have been killed in what came before: it has everything once it has caught up, not once it is
        // heard.
        awaitAlike(PairSupport.PATIENCE);
        long entries = affinity(pair.node("lb1")).path("entries").asLong();
        restartAll();
        assertThat(affinity(pair.node("lb1")).path("entries").asLong()).isEqualTo(entries);
        StickyCrowd.Second again = crowd.askAgain(Pair.FLOATING_IP);
        PairSupport.log.info("{} of {} clients moved after a restart of all nodes", again.moved(), again.asked());
        // One was forgotten on command with each partition.
        assertThat(again.moved()).isLessThanOrEqualTo(PARTITIONS);
    }

    /** Checksums are not looked at before the version, so a file of another version need not have a true one. */
    @Test
    @Order(5)
    void snapshotsThatAreDamagedOrOlderAreSetAsideAndStopNoStart() throws IOException {
        stopAll();
        try (FileChannel file = snapshot("lb1")) {
            file.truncate(file.size() / 2);
        }
        try (FileChannel file = snapshot("lb2")) {
            flip(file, file.size() / 2, 4);
        }
        pair.nodes().forEach(BatonNode::restart);
        pair.awaitWhole();
        awaitSetAside("lb1", "the snapshot cannot be used: it is cut off");
        awaitSetAside("lb2", "the snapshot cannot be used: its checksum is wrong");
        pair.nodes()
                .forEach(node ->
                        assertThat(affinity(node).path("entries").asLong()).isZero());
        crowd.askAgain(Pair.FLOATING_IP);
        awaitAlike(PairSupport.PATIENCE);
        long entries = affinity(pair.master()).path("entries").asLong();
        assertThat(entries).isPositive();
        stopAll();
        try (FileChannel file = snapshot("lb1")) {
            // From 1 to 0.
            flip(file, VERSION_ENDS_AT, 1);
        }
        pair.nodes().forEach(BatonNode::restart);
        pair.awaitWhole();
        awaitSetAside("lb1", "the snapshot cannot be used: it has version 0, not 1");
        awaitAlike(PairSupport.PATIENCE);
        pair.nodes()
                .forEach(node ->
                        assertThat(affinity(node).path("entries").asLong()).isEqualTo(entries));
    }

    private void awaitSetAside(String node, String words) {
        PairSupport.awaitLogged(pair.node(node), words);
        assertThat(file(node, "affinity.snapshot.damaged")).exists();
    }

    private FileChannel snapshot(String node) throws IOException {
        return FileChannel.open(file(node, "affinity.snapshot"), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void flip(FileChannel file, long at, int bits) throws IOException {
        ByteBuffer flipped = ByteBuffer.allocate(1);
        file.read(flipped, at);
        file.write(ByteBuffer.wrap(new byte[] {(byte) (flipped.get(0) ^ bits)}), at);
    }

    private void stopAll() {
        pair.nodes().forEach(node -> node.signal("TERM"));
        pair.nodes().forEach(BatonNode::awaitStopped);
    }

    private void restartAll() {
        stopAll();
        pair.nodes().forEach(BatonNode::restart);
        pair.awaitWhole();
        awaitAlike(PairSupport.PATIENCE);
    }

    private Path file(String node, String name) {
        return pair.lab().directory().resolve("state-" + node).resolve(node).resolve(name);
    }

    private void awaitAlike(Duration bound) {
        PairSupport.await(
                "tables that are alike", bound, () -> digest(pair.node("lb1")).equals(digest(pair.node("lb2"))));
    }

    private static String digest(BatonNode node) {
        return affinity(node).path("digest").asText();
    }

    private static JsonNode affinity(BatonNode node) {
        return node.status().orElseThrow().path("affinity");
    }
}
