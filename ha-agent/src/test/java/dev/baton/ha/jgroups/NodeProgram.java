package dev.baton.ha.jgroups;

import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One node in a process of its own, for tests that kill it: advertises every 50 ms, leaves on SIGTERM, and prints what it
 * hears, heartbeats only when there was none for 150 ms. Arguments: cluster, transport, own name, then addresses of lb1,
 * lb2 and so on.
 */
final class NodeProgram {

    private NodeProgram() {}

    public static void main(String[] args) throws Exception {
        List<String> addresses = List.of(args).subList(3, args.length);
        Map<String, InetAddress> nodes = IntStream.range(0, addresses.size())
                .boxed()
                .collect(Collectors.toMap(i -> "lb" + (i + 1), i -> InetAddress.ofLiteral(addresses.get(i))));
        String node = args[2];
        InterconnectConfig config = new InterconnectConfig(
                args[0],
                node,
                java.util.Objects.requireNonNull(nodes.get(node)),
                nodes,
                Transport.valueOf(args[1]),
                Optional.of(TestCluster.SECRET),
                Duration.ofMillis(50));
        JGroupsInterconnect interconnect = new JGroupsInterconnect(config, ThreadStarts.PLAIN);
        RecordingListener heard = new RecordingListener();
        interconnect.start(heard);
        Runtime.getRuntime().addShutdownHook(new Thread(interconnect::close));
        AtomicLong sequence = new AtomicLong();
        long incarnation = System.currentTimeMillis();
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        var _ = heart.scheduleAtFixedRate(
                () -> interconnect.advertise(new Advertisement(
                        "web",
                        node,
                        incarnation,
                        sequence.incrementAndGet(),
                        Role.BACKUP,
                        1,
                        100,
                        100,
                        "",
                        true,
                        1000,
                        1,
                        List.of())),
                0,
                50,
                TimeUnit.MILLISECONDS);
        long last = System.nanoTime();
        while (true) {
            RecordingListener.Event event = heard.next(_ -> true, 3600);
            if (event == null) {
                return;
            }
            long gap = (event.atNanos() - last) / 1_000_000;
            if (!event.kind().equals("advertisement") || gap > 150) {
                Report.line("%s: %s of %s after %d ms, at %d"
                        .formatted(node, event.kind(), event.node(), gap, System.currentTimeMillis()));
            }
            if (event.kind().equals("advertisement")) {
                last = event.atNanos();
            }
        }
    }
}
