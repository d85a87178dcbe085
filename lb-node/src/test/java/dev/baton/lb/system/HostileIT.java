package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.OutageProbe;
import dev.baton.lab.Pair;
import dev.baton.lab.RunningProgram;
import dev.baton.lb.system.hostile.Attacker;
import dev.baton.lb.system.hostile.OpenPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others on the nodes' networks and machines, who do not know the secret. Where it makes it harder, they have the address
 * of a node: whoever has none is turned away sooner still.
 */
class HostileIT {

    private static final long SEED = Long.getLong("baton.seed", 1);
    private static final String SECRET = "the secret of the nodes";
    private static final String NODES = "    - {name: lb2, address: 10.9.0.2, priority: 100}\n";
    private static final String MORE = NODES + "    - {name: lb3, address: 10.9.0.3, priority: 50}\n";

    @TempDir
    private Path directory;

    @Test
    void strangersOnTheLanAreTurnedAwayAndCounted() throws IOException {
        PairSupport.requireLab();
        String config = Pair.CONFIG.replace(NODES, MORE);
        try (Pair cluster = Pair.raise(sealed(config, SECRET), 3, Map.of());
                OutageProbe client = OutageProbe.start(cluster.lab(), cluster.client(), Pair.HTTP)) {
            Siege siege = Siege.begin(cluster, client);
            besiege(siege, config, "10.9.0");
            Attacker attacker = new Attacker(cluster.lab(), cluster.node("lb3").host());
            siege.attackOn(List.of("lb1"), "slow callers on the presence port", () -> callSlowly(attacker, cluster));
        }
    }

    /** Here the nodes talk by connections, on a network of their own. */
    @Test
    void strangersOnTheInterconnectAreTurnedAwayAndCounted() throws IOException {
        PairSupport.requireLab();
        String config = Pair.CONFIG
                .replace(NODES, MORE + "  transport: tcp\n")
                .replaceAll("(?<=name: lb[123], address: 10\\.)9", "8");
        try (Pair cluster = Pair.raise(sealed(config, SECRET), 3, Map.of());
                OutageProbe client = OutageProbe.start(cluster.lab(), cluster.client(), Pair.HTTP)) {
            besiege(Siege.begin(cluster, client), config, "10.8.0");
        }
    }

    private void besiege(Siege siege, String config, String network) throws IOException {
        Pair cluster = siege.cluster();
        Siege.DEFENDERS.forEach(name -> assertBoundToItsAddresses(cluster.node(name), network));
        Attacker neighbour = new Attacker(cluster.lab(), cluster.node("lb3").host());
        Attacker lodger = new Attacker(cluster.lab(), cluster.node("lb2").host());
        siege.attack("noise on all ports, from next door and from a node's own machine", () -> {
            RunningProgram near = neighbour.startNoise(SEED, openPorts(cluster));
            RunningProgram inside = lodger.startNoise(SEED + 1, openPorts(cluster));
            Attacker.awaitDone(near);
            Attacker.awaitDone(inside);
        });
        String guess = sealed(config, "another secret, a guess");
        siege.attack("a node with another secret", () -> runAlien(siege, guess, network));
        siege.attack("a node without a secret", () -> runAlien(siege, config, network));
        siege.assertSeenByOperators(network + ".3");
    }

    private static void callSlowly(Attacker attacker, Pair cluster) {
        BatonNode master = cluster.node("lb1");
        int port = OpenPort.of(master).stream()
                .filter(OpenPort::isPresence)
                .findFirst()
                .orElseThrow()
                .port();
        RunningProgram callers = attacker.slowCallers("10.9.0.1", port, 24);
        // A node that comes back finds its peer all the same, and is watched by it.
        BatonNode backup = cluster.node("lb2");
        backup.program().kill("TERM");
        backup.restart();
        PairSupport.await(
                "lb1 and lb2 hear each other behind the slow callers",
                PairSupport.PATIENCE,
                () -> Siege.role(master, "lb2").equals("BACKUP")
                        && Siege.role(backup, "lb1").equals("MASTER"));
        callers.close();
    }

    /** A whole node with the name and the address of the one that is away, until the log of another has named it. */
    private static void runAlien(Siege siege, String config, String network) {
        Pair cluster = siege.cluster();
        Path file = cluster.lab().directory().resolve("alien.yaml");
        try {
            Files.writeString(file, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BatonNode alien = BatonNode.start(cluster.lab(), cluster.node("lb3").host(), file);
        siege.awaitRejected(Siege.DEFENDERS, 10);
        siege.awaitLogged(network + ".3");
        alien.program().kill("KILL");
        alien.program().awaitExit(PairSupport.PATIENCE);
    }

    private String sealed(String config, String secret) throws IOException {
        Path key = directory.resolve(secret.replace(' ', '-'));
        Files.writeString(key, secret);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return config.replace("insecure: true", "secret_file: " + key);
    }

    /** The multicast group is the one thing that is not bound to an own address: so it hears its group alone. */
    private static void assertBoundToItsAddresses(BatonNode node, String network) {
        PairSupport.await(
                node.name() + " has ended its rehearsal over loopback, with which it begins",
                PairSupport.PATIENCE,
                () -> OpenPort.of(node).stream()
                        .noneMatch(port -> port.address().equals("127.0.0.1")));
        Set<String> own = Set.of(network + "." + node.name().substring(2), Pair.FLOATING_IP);
        List<OpenPort> ports = OpenPort.of(node);
        PairSupport.log.info("{} listens at {}", node.name(), ports);
        assertThat(ports)
                .isNotEmpty()
                .allSatisfy(port -> assertThat(own.contains(port.address()) || port.isMulticast())
                        .as("%s is bound to an address of the configuration", port)
                        .isTrue());
    }

    private static List<OpenPort> openPorts(Pair cluster) {
        return Stream.of(cluster.node("lb1"), cluster.node("lb2"))
                .flatMap(node -> OpenPort.of(node).stream())
                .distinct()
                .toList();
    }
}
