package dev.baton.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Two or more Baton nodes with one floating IP group on a {@link Stage}. */
public final class Pair implements HaPair {
    public static final String FLOATING_IP = Stage.FLOATING_IP;
    public static final String FLOATING_IP6 = Stage.FLOATING_IP6;

    /** The nodes' interfaces on a network of their own, 10.8.0.0/24, with the last number of their first address. */
    public static final String SECOND_NETWORK = Stage.SECOND_NETWORK;

    /** The HTTP frontend. */
    public static final URI HTTP = Stage.HTTP;

    /** The TCP frontend, before the same servers. */
    public static final URI TCP = URI.create("http://" + FLOATING_IP + ":81/");

    /** Defaults throughout. */
    public static final String CONFIG = """
            cluster:
              name: demo
              insecure: true
              nodes:
                - {name: lb1, address: 10.9.0.1, priority: 150}
                - {name: lb2, address: 10.9.0.2, priority: 100}
            floating_ips:
              - name: web
                interface: eth0
                addresses: [10.9.0.100/24, "fd00:9::100/64"]
            frontends:
              - {name: web, bind: "10.9.0.100:80", mode: http, backend: app}
              - {name: raw, bind: "10.9.0.100:81", mode: tcp, backend: app}
            backends:
              - name: app
                servers:
                  - {name: a, address: 10.9.0.20:8000}
                  - {name: b, address: 10.9.0.21:8000}
            """;

    /** The same, but the nodes talk on {@link #SECOND_NETWORK} alone. */
    public static final String CONFIG_OWN_INTERCONNECT = CONFIG.replace(
                    "name: lb1, address: 10.9.0.1,", "name: lb1, address: 10.8.0.1,")
            .replace("name: lb2, address: 10.9.0.2,", "name: lb2, address: 10.8.0.2,");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Between two looks, so that looking does not keep the machine from what is waited for. */
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    private static final int LOG_TAIL = 20;

    private final Stage stage;
    private final List<BatonNode> nodes;

    private Pair(Stage stage, String config, Map<String, String> environment) {
        this.stage = stage;
        Path file = lab().directory().resolve("baton.yaml");
        try {
            Files.writeString(file, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        nodes = stage.hosts().stream()
                .map(host -> BatonNode.start(lab(), host, file, environment))
                .toList();
    }

    /** Raises the pair with {@link #CONFIG} and waits until it is whole. */
    public static Pair raise() {
        return raise(CONFIG);
    }

    /** Raises the pair with a config of one's own, for the same addresses, and waits until it is whole. */
    public static Pair raise(String config) {
        return raise(config, 2, Map.of());
    }

    /**
     * Raises more than a pair: nodes lb1, lb2, ... at 10.9.0.1, 10.9.0.2, ..., and waits until all see one master.
     *
     * @param environment variables for the nodes' programs, beside those of this process; in a value
     *     <code>{node}</code> stands for the node's name
     */
    public static Pair raise(String config, int nodeCount, Map<String, String> environment) {
        Stage stage = Stage.raise(nodeCount);
        try {
            Pair pair = new Pair(stage, config, environment);
            pair.nodes.forEach(BatonNode::awaitReady);
            pair.awaitWhole();
            return pair;
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    @Override
    public Stage stage() {
        return stage;
    }

    public Lab lab() {
        return stage.lab();
    }

    public Host client() {
        return stage.client();
    }

    public List<BatonNode> nodes() {
        return nodes;
    }

    public BatonNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("no node \"" + name + "\"; there are lb1, lb2 and so on"));
    }

    /** The server {@code a} or {@code b}. */
    public Nginx server(String name) {
        return stage.server(name);
    }

    public OwnerMonitor owners() {
        return stage.owners();
    }

    /** The node that has the floating addresses, by its kernel. */
    @Override
    public BatonNode master() {
        return node(owners().owner().orElseThrow(() -> new LabException("no single node has " + FLOATING_IP)));
    }

    /** The one that is not this one, in a pair; otherwise the first of the others. */
    @Override
    public BatonNode peerOf(HaNode node) {
        return peersOf(node).getFirst();
    }

    /** All but this one. */
    public List<BatonNode> peersOf(HaNode node) {
        return nodes.stream().filter(other -> other != node).toList();
    }

    /** Waits until both nodes are up and both say: healthy, one MASTER, which has the addresses, and one BACKUP. */
    @Override
    public void awaitWhole() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isWhole()) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException(
                        "the pair is not whole after %d s%n%s".formatted(PATIENCE.toSeconds(), describe()));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** What both nodes say and the ends of their logs, for the message of something that went wrong. */
    @Override
    public String describe() {
        return nodes.stream().map(Pair::words).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        stage.close();
    }

    private boolean isWhole() {
        Optional<String> owner = owners().owner();
        return owner.isPresent() && nodes.stream().allMatch(node -> seesWhole(node, owner.get()));
    }

    private static boolean seesWhole(BatonNode node, String owner) {
        Optional<JsonNode> status = node.status();
        if (status.isEmpty() || !status.get().path("healthy").asBoolean()) {
            return false;
        }
        JsonNode group = status.get().path("floating_ips").path(0);
        Set<String> roles = new TreeSet<>();
        group.path("nodes").forEach(member -> roles.add(member.path("role").asText()));
        return group.path("master").asText().equals(owner) && roles.equals(Set.of("BACKUP", "MASTER"));
    }

    private static String words(BatonNode node) {
        ExecResult status = node.command("status");
        List<String> log = node.program().lines();
        return "--- %s%n%s%s%n%s"
                .formatted(
                        node.name(),
                        status.out(),
                        status.err(),
                        String.join("\n", log.subList(Math.max(0, log.size() - LOG_TAIL), log.size())));
    }
}
