package dev.baton.ha.flood;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.linux.LinuxFloatingIp;
import dev.baton.floatingip.linux.LinuxProber;
import dev.baton.ha.agent.AgentConfig;
import dev.baton.ha.agent.AgentPorts;
import dev.baton.ha.agent.HaAgent;
import dev.baton.ha.agent.LanProbe;
import dev.baton.ha.agent.Machine;
import dev.baton.ha.agent.MultiPathInterconnect;
import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.ha.cluster.StateChannel;
import dev.baton.ha.jgroups.JGroupsInterconnect;
import dev.baton.ha.jgroups.ThreadStarts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A node without a data path: a whole agent on a real interconnect and real addresses. While it is no master it sends its
 * peer 5 MB of state a second. Answers each line that it reads, such as {@code 7}, with {@code flooded 7} when 5 MB more
 * have come. Arguments: {@code lb1} or {@code lb2}, transport.
 */
final class FloodingNode {

    static final String GROUP = "web";

    private static final byte[] SECRET = "the secret of the flood".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> NODES = Map.of("lb1", "10.9.0.1", "lb2", "10.9.0.2");
    private static final Duration HEARTBEAT = Duration.ofMillis(30);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final int BYTES_A_SECOND = 5_000_000;
    private static final int MESSAGE_BYTES = StateChannel.MAX_BYTES;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1) * MESSAGE_BYTES / BYTES_A_SECOND;

    private final AtomicLong received = new AtomicLong();

    private FloodingNode() {}

    public static void main(String[] args) throws Exception {
        new FloodingNode().run(args[0], Transport.valueOf(args[1]));
    }

    private void run(String node, Transport transport) throws Exception {
        String peer = node.equals("lb1") ? "lb2" : "lb1";
        MultiPathInterconnect interconnect = new MultiPathInterconnect(
                Map.of(
                        address(node).getHostAddress(),
                        () -> new JGroupsInterconnect(config(node, transport), ThreadStarts.PLAIN)),
                List.of(peer),
                _ -> {});
        interconnect.listenToState(new Counter());
        LinuxFloatingIp kernel = LinuxFloatingIp.open();
        HaAgent agent = new HaAgent(
                agentConfig(node),
                new AgentPorts(
                        interconnect,
                        kernel,
                        kernel.monitor(),
                        Optional.of(new LanProbe(new LinuxProber())),
                        Optional.of(kernel.conflictMonitor()),
                        Machine.PLAIN));
        agent.start();
        Thread.ofPlatform().daemon().name("flood").start(() -> flood(agent, interconnect, peer));
        System.out.println("ready");
        answer();
        agent.stop();
        kernel.close();
    }

    private static void flood(HaAgent agent, StateChannel state, String peer) {
        byte[] message = new byte[MESSAGE_BYTES];
        long next = System.nanoTime();
        while (true) {
            if (!agent.isMaster(GROUP)) {
                state.sendState(peer, message);
            }
            // What was missed while there was nobody to send to is not made up for.
            next = Math.max(next + PAUSE_NANOS, System.nanoTime() - PAUSE_NANOS);
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void answer() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long enough = received.get() + BYTES_A_SECOND;
            while (received.get() < enough) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            System.out.println("flooded " + line);
        }
    }

    private static InterconnectConfig config(String node, Transport transport) {
        return new InterconnectConfig(
                "flood",
                node,
                address(node),
                Map.of("lb1", address("lb1"), "lb2", address("lb2")),
                transport,
                Optional.of(SECRET),
                HEARTBEAT);
    }

    private static AgentConfig agentConfig(String node) {
        List<FloatingAddress> addresses = List.of(
                new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24")),
                new FloatingAddress("eth0", IpPrefix.parse("fd00:9::100/64")));
        return new AgentConfig(
                node,
                100,
                HEARTBEAT,
                LEASE,
                false,
                1,
                List.of(new AgentConfig.Group(GROUP, addresses)),
                List.of("lb1", "lb2"));
    }

    private static InetAddress address(String node) {
        return InetAddress.ofLiteral(java.util.Objects.requireNonNull(NODES.get(node), node));
    }

    private final class Counter implements StateChannel.Receiver {

        @Override
        public void onState(String from, byte[] message) {
            received.addAndGet(message.length);
        }

        @Override
        public void onGone(String node) {}
    }
}
