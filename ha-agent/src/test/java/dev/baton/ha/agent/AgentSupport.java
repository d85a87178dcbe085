package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.IpPrefix;
import dev.baton.ha.status.AgentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** Agents on a network in memory; the test is their clock and their thread. */
abstract class AgentSupport {

    static final FloatingAddress V4 = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"));
    static final FloatingAddress V6 = new FloatingAddress("eth0", IpPrefix.parse("fd00:9::100/64"));
    static final List<String> NAMES = List.of("lb1", "lb2");

    final MemoryNetwork network = new MemoryNetwork();
    final Map<String, Node> nodes = new TreeMap<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.baton.ha.agent");
    long nowNanos;

    /** What answers for the LAN of the nodes that are made from now on; null for nobody. */
    @Nullable AddressProbe probe;

    @BeforeEach
    void listenToLogs() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void forgetLogs() {
        logger.detachAppender(logged);
    }

    void pair() throws IOException, FloatingIpException {
        add("lb1", NAMES);
        add("lb2", NAMES);
        run(700);
    }

    Node add(String name, List<String> peers) throws IOException, FloatingIpException {
        Node node = new Node(name, peers, "eth0");
        node.agent.join();
        nodes.put(name, node);
        return node;
    }

    Node node(String name) {
        return requireNonNull(nodes.get(name), name);
    }

    void run(long millis) {
        for (long i = 0; i <= millis; i++) {
            nowNanos += 1_000_000;
            nodes.values().stream().filter(node -> node.alive).forEach(node -> node.agent.doWork(nowNanos));
        }
    }

    List<String> messages() {
        return new ArrayList<>(logged.list)
                .stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** A node of the pair, with what it stands on. */
    final class Node {

        final FakeFloatingIp kernel = new FakeFloatingIp();
        final FakeMonitor monitor = new FakeMonitor();
        final FakeConflictMonitor conflicts = new FakeConflictMonitor();
        final FakeMachine machine = new FakeMachine();
        final AgentConfig config;
        final HaAgent agent;
        final List<AgentEvent> events = new ArrayList<>();
        boolean alive = true;

        Node(String name, List<String> peers, String interfaceName) {
            List<FloatingAddress> addresses = List.of(
                    new FloatingAddress(interfaceName, V4.prefix()), new FloatingAddress(interfaceName, V6.prefix()));
            config = new AgentConfig(
                    name,
                    name.equals("lb1") ? 150 : 100,
                    Duration.ofMillis(50),
                    Duration.ofSeconds(2),
                    false,
                    0,
                    List.of(new AgentConfig.Group("web", addresses)),
                    peers);
            agent = new HaAgent(config, ports(name), () -> nowNanos, Runnable::run);
            agent.addEventListener(events::add);
        }

        AgentPorts ports(String name) {
            return new AgentPorts(
                    network.join(name), kernel, monitor, Optional.ofNullable(probe), Optional.of(conflicts), machine);
        }
    }
}
