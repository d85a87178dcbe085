package dev.baton.containers;

import com.github.dockerjava.api.model.Network.Ipam;
import com.github.dockerjava.api.model.Network.Ipam.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.containers.Network;

/** Nodes, two web servers that name themselves, and a client, on a Docker network of their own. */
final class Cluster implements AutoCloseable {

    static final String SUBNET = "10.91.9";
    static final String FLOATING_IP = SUBNET + ".100";

    /** For what must happen, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> SERVERS = List.of("web1", "web2");

    private final Network network;
    private final List<Machine> nodes = new ArrayList<>();
    private final List<Machine> others = new ArrayList<>();

    private Cluster(Network network) {
        this.network = network;
    }

    /**
     * A cluster that serves.
     *
     * @param cluster lines of the configuration below {@code cluster}, each ended
     * @param backend lines below the one backend, each ended
     */
    static Cluster start(int nodes, String cluster, String backend) {
        Network network = Network.builder()
                .createNetworkCmdModifier(
                        create -> create.withIpam(new Ipam().withConfig(new Config().withSubnet(SUBNET + ".0/24"))))
                .build();
        Cluster made = new Cluster(network);
        try {
            made.raise(configuration(nodes, cluster, backend), nodes);
            return made;
        } catch (RuntimeException | AssertionError e) {
            made.close();
            throw e;
        }
    }

    static String nodeAddress(int number) {
        return SUBNET + ".1" + number;
    }

    private static String configuration(int nodes, String cluster, String backend) {
        String members = IntStream.rangeClosed(1, nodes)
                .mapToObj(i ->
                        "    - {name: lb%d, address: %s, priority: %d}\n".formatted(i, nodeAddress(i), 160 - 10 * i))
                .collect(Collectors.joining());
        return """
                cluster:
                %s  nodes:
                %sfloating_ips:
                  - {name: web, interface: eth0, addresses: [%s/24]}
                frontends:
                  - {name: web, bind: "%s:80", mode: http, backend: app}
                backends:
                  - name: app
                    check: {type: http, path: /, interval: 500ms}
                %s    servers:
                      - {name: web1, address: "%s.21:80"}
                      - {name: web2, address: "%s.22:80"}
                """.formatted(cluster, members, FLOATING_IP, FLOATING_IP, backend, SUBNET, SUBNET);
    }

    private void raise(String configuration, int count) {
        for (String server : SERVERS) {
            Machine web = Machine.create(
                    server,
                    SUBNET + ".2" + (SERVERS.indexOf(server) + 1),
                    network,
                    "sh",
                    "-c",
                    "echo " + server + " >/var/www/html/index.html; exec nginx -g 'daemon off;'");
            others.add(web);
            web.start();
        }
        others.add(Machine.create("client", SUBNET + ".31", network, "sleep", "infinity"));
        others.getLast().start();
        for (int i = 1; i <= count; i++) {
            Machine node = Machine.create("lb" + i, nodeAddress(i), network)
                    .with("/etc/baton/baton.yaml", configuration)
                    .with("/etc/baton/cluster.key", "a key for containers that live for a minute");
            nodes.add(node);
            node.start();
        }
        awaitWhole();
    }

    Network network() {
        return network;
    }

    List<Machine> nodes() {
        return nodes;
    }

    Machine client() {
        return others.getLast();
    }

    Machine node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The nodes whose kernels have the address, of those that run. */
    List<Machine> owners() {
        return nodes.stream().filter(node -> node.owns(FLOATING_IP)).toList();
    }

    Machine owner() {
        await("one node has the address", () -> owners().size() == 1);
        return owners().getFirst();
    }

    List<Machine> backups() {
        Machine owner = owner();
        return nodes.stream().filter(node -> node != owner).toList();
    }

    /** A request of the client: what the server said of itself, or what went wrong. */
    String ask(String... options) {
        String[] command = Stream.concat(
                        Stream.of("curl", "-sS", "-m", "2", "http://" + FLOATING_IP + "/"), Stream.of(options))
                .toArray(String[]::new);
        var result = client().run(command);
        return (result.getStdout() + result.getStderr()).strip();
    }

    Watch watch() {
        return Watch.start(client().id(), Path.of("bin/watch.py"), FLOATING_IP);
    }

    /** Every node that was made runs, finds nothing to complain of, and one of them has the address. */
    void awaitWhole() {
        await(
                "the cluster is whole",
                () -> owners().size() == 1
                        && nodes.stream()
                                .allMatch(node -> node.run("baton", "status").getExitCode() == 0));
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                String logs = nodes.stream()
                        .map(node -> node.name() + ":\n" + node.log())
                        .collect(Collectors.joining("\n"));
                throw new AssertionError("not within %s: %s%n%s".formatted(PATIENCE, what, logs));
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        Stream.concat(nodes.stream(), others.stream()).forEach(Machine::close);
        network.close();
    }
}
