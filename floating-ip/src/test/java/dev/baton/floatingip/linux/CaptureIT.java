package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.IpPrefix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What announcements look like to somebody else's eyes: captured at another host and decoded by tshark. */
class CaptureIT {

    private static final String[] TSHARK = {
        "tshark",
        "-l",
        "-n",
        "-i",
        "eth0",
        "-f",
        "arp or icmp6",
        "-T",
        "fields",
        "-E",
        "separator=|",
        "-e",
        "eth.src",
        "-e",
        "eth.dst",
        "-e",
        "arp.opcode",
        "-e",
        "arp.src.hw_mac",
        "-e",
        "arp.src.proto_ipv4",
        "-e",
        "arp.dst.proto_ipv4",
        "-e",
        "icmpv6.type",
        "-e",
        "ipv6.dst",
        "-e",
        "ipv6.hlim",
        "-e",
        "icmpv6.nd.na.target_address",
        "-e",
        "icmpv6.nd.na.flag.s",
        "-e",
        "icmpv6.nd.na.flag.o",
        "-e",
        "icmpv6.opt.linkaddr",
        "-e",
        "icmpv6.checksum.status"
    };

    private static final String REQUEST = TestNetwork.HOLDER_MAC + "|ff:ff:ff:ff:ff:ff|1|" + TestNetwork.HOLDER_MAC
            + "|10.9.0.100|10.9.0.100||||||||";
    private static final String REPLY = REQUEST.replace("|1|", "|2|");
    private static final String ADVERTISEMENT = TestNetwork.HOLDER_MAC
            + "|33:33:00:00:00:01|||||136|ff02::1|255|fd00:9::100|0|1|" + TestNetwork.HOLDER_MAC + "|1";

    private TestNetwork network;
    private LinuxFloatingIp floating;

    @BeforeEach
    void setUp() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "needs tshark to decode frames");
        network = new TestNetwork();
        floating = network.atHolder(LinuxFloatingIp::open);
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where tshark is missing
    void tearDown() {
        if (floating != null) {
            floating.close();
            network.close();
        }
    }

    @Test
    void announcementsAreWhatTheStandardsSay() throws Exception {
        FloatingAddress ipv4 = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"));
        FloatingAddress ipv6 = new FloatingAddress("eth0", IpPrefix.parse("fd00:9::100/64"));
        floating.bind(ipv4, Duration.ofSeconds(60));
        floating.bind(ipv6, Duration.ofSeconds(60));

        Set<String> wanted = ConcurrentHashMap.newKeySet();
        wanted.addAll(Set.of(REQUEST, REPLY, ADVERTISEMENT));
        Set<String> others = ConcurrentHashMap.newKeySet();
        CountDownLatch decoded = new CountDownLatch(1);
        Process tshark = network.startAtPeer(TSHARK);
        Thread reader =
                Thread.startVirtualThread(() -> tshark.inputReader().lines().forEach(line -> {
                    if (!wanted.remove(line)) {
                        others.add(line);
                    }
                    if (wanted.isEmpty()) {
                        decoded.countDown();
                    }
                }));
        try {
            // Nothing says when a capture has really begun: announce until it has seen everything.
            for (int tries = 0; tries < 100 && !decoded.await(200, TimeUnit.MILLISECONDS); tries++) {
                floating.announce(ipv4);
                floating.announce(ipv6);
            }
        } finally {
            tshark.destroy();
            reader.join();
        }

        assertThat(wanted).as("not seen; beside others: %s", others).isEmpty();
    }
}
