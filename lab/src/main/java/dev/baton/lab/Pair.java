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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The standard lab: nodes lb1 and lb2 with one floating IP group, nginx servers a and b, and a client. */
public final class Pair implements AutoCloseable {
    public static final String FLOATING_IP = "10.9.0.100";
    public static final String FLOATING_IP6 = "fd00:9::100";

    /** The nodes' interfaces on a network of their own, 10.8.0.0/24, with the last number of their first address. */
    public static final String SECOND_NETWORK = "eth1";

    /** The HTTP frontend. */
    public static final URI HTTP = URI.create("http://" + FLOATING_IP + "/");

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

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SERVER_PORT = 8000;
    private static final int LOG_TAIL = 20;

    private final Lab lab;
    private final Host client;
    private final List<Nginx> servers;
    private final OwnerMonitor owners;
    private final List<BatonNode> nodes;

    private Pair(Lab lab, String config, int nodeCount, Map<String, String> environment) {
        this.lab = lab;
        List<Host> hosts = IntStream.rangeClosed(1, nodeCount)
                .mapToObj(number -> lab.host("lb" + number, "10.9.0." + number + "/24", "fd00:9::" + number + "/64"))
                .toList();
        for (int number = 1; number <= nodeCount; number++) {
            hosts.get(number - 1).attach(SECOND_NETWORK, "10.8.0." + number + "/24");
        }
        servers = List.of(
                Nginx.start(lab, lab.host("a", "10.9.0.20/24", "fd00:9::20/64"), SERVER_PORT),
                Nginx.start(lab, lab.host("b", "10.9.0.21/24", "fd00:9::21/64"), SERVER_PORT));
        client = lab.host("client", "10.9.0.50/24", "fd00:9::50/64");
        owners = OwnerMonitor.start(lab, hosts, Set.of(FLOATING_IP, FLOATING_IP6));
        Path file = lab.directory().resolve("baton.yaml");
        try {
            Files.writeString(file, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        nodes = hosts.stream()
                .map(host -> BatonNode.start(lab, host, file, environment))
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
     * @param environment variables for the nodes' programs, beside those of this process
     */
    public static Pair raise(String config, int nodeCount, Map<String, String> environment) {
        Lab lab = Lab.create();
        try {
            Pair pair = new Pair(lab, config, nodeCount, environment);
            pair.nodes.forEach(BatonNode::awaitReady);
            pair.awaitWhole();
            return pair;
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    public Lab lab() {
        return lab;
    }

    public Host client() {
        return client;
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
        return servers.stream()
                .filter(server -> server.host().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("no server \"" + name + "\"; there are a and b"));
    }

    public OwnerMonitor owners() {
        return owners;
    }

    /** The node that has the floating addresses, by its kernel. */
    public BatonNode master() {
        return node(owners.owner().orElseThrow(() -> new LabException("no single node has " + FLOATING_IP)));
    }

    /** The one that is not this one, in a pair; otherwise the first of the others. */
    public BatonNode peerOf(BatonNode node) {
        return peersOf(node).getFirst();
    }

    /** All but this one. */
    public List<BatonNode> peersOf(BatonNode node) {
        return nodes.stream().filter(other -> other != node).toList();
    }

    /** Waits until both nodes are up and both say: healthy, one MASTER, which has the addresses, and one BACKUP. */
    public void awaitWhole() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isWhole()) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException(
                        "the pair is not whole after %d s%n%s".formatted(PATIENCE.toSeconds(), describe()));
            }
        }
    }

    /** What both nodes say and the ends of their logs, for the message of something that went wrong. */
    public String describe() {
        return nodes.stream().map(Pair::words).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        lab.close();
    }

    private boolean isWhole() {
        Optional<String> owner = owners.owner();
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
