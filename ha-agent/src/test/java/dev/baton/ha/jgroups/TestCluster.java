package dev.baton.ha.jgroups;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Nodes of one cluster on loopback; each cluster has a name of its own, so that test runs do not meet. */
final class TestCluster implements AutoCloseable {

    static final byte[] SECRET = "correct horse battery staple".getBytes(UTF_8);

    private static final AtomicLong NAMES = new AtomicLong(System.nanoTime());

    final String name;
    private final Transport transport;
    private final AtomicLong sequence = new AtomicLong();
    private final List<JGroupsInterconnect> open = new ArrayList<>();

    TestCluster(Transport transport) {
        this("test-" + NAMES.incrementAndGet(), transport);
    }

    TestCluster(String name, Transport transport) {
        this.name = name;
        this.transport = transport;
    }

    InterconnectConfig config(String node, Optional<byte[]> secret) throws IOException {
        // With TCP every node has the same port, so each needs an address: all of 127.0.0.0/8 is this machine.
        Map<String, InetAddress> nodes = Map.of("lb1", address(1), "lb2", address(2), "lb3", address(3));
        InetAddress bind = java.util.Objects.requireNonNull(nodes.get(node), node);
        return new InterconnectConfig(name, node, bind, nodes, transport, secret, Duration.ofMillis(50));
    }

    JGroupsInterconnect join(String node, RecordingListener listener) throws IOException {
        return join(node, listener, Optional.of(SECRET));
    }

    JGroupsInterconnect join(String node, RecordingListener listener, Optional<byte[]> secret) throws IOException {
        JGroupsInterconnect interconnect = new JGroupsInterconnect(config(node, secret), ThreadStarts.PLAIN);
        open.add(interconnect);
        interconnect.start(listener);
        return interconnect;
    }

    Advertisement advertisement(String node) {
        return new Advertisement(
                "web", node, 1, sequence.incrementAndGet(), Role.BACKUP, 7, 100, 100, "", true, 1000, 42, List.of());
    }

    /** Advertises until the other side has heard it: a single one may be lost, as on any network. */
    void advertiseUntilHeard(JGroupsInterconnect from, String node, RecordingListener by) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() - deadline < 0) {
            Advertisement sent = advertisement(node);
            from.advertise(sent);
            if (by.next(e -> sent.equals(e.value()), 1) != null) {
                return;
            }
        }
        throw new AssertionError("nothing of %s was heard within 10 s".formatted(node));
    }

    @Override
    public void close() {
        open.forEach(JGroupsInterconnect::close);
    }

    /** The addresses of lb1, lb2 and lb3. */
    List<String> addresses() throws IOException {
        return List.of(
                address(1).getHostAddress(),
                address(2).getHostAddress(),
                address(3).getHostAddress());
    }

    private InetAddress address(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (transport == Transport.TCP ? 10 + number : 1)});
    }
}
