package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.IpPrefix;
import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.Prober;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeAndConflictIT {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private TestNetwork network;
    private LinuxFloatingIp here;
    private LinuxFloatingIp there;

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        here = network.atHolder(LinuxFloatingIp::openWithoutSwitch);
        there = network.atPeer(LinuxFloatingIp::openWithoutSwitch);
    }

    @AfterEach
    void tearDown() {
        here.close();
        there.close();
        network.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.100/24", "fd00:9::100/64"})
    void anOwnerAnswersUntilItReleases(String prefix) throws Exception {
        FloatingAddress address = onEth0(prefix);
        there.bind(address, LEASE);
        assertThat(probe(prefix, 2_000)).isEqualTo(new Prober.Answered(MacAddress.parse(TestNetwork.PEER_MAC)));
        there.release(address);
        assertThat(probe(prefix, 100)).isEqualTo(new Prober.Silent());
    }

    /** As for a thread on a busy machine, whose time is over before it has asked anybody. */
    @Test
    void nobodyIsCalledSilentWhoWasNotAsked() throws Exception {
        assertThat(probe("10.9.0.2", 0)).isInstanceOf(Prober.Answered.class);
    }

    @Test
    void aGatewayAnswersToo() throws Exception {
        assertThat(probe("10.9.0.2", 2_000)).isInstanceOf(Prober.Answered.class);
    }

    @Test
    void saysWhyNobodyCanBeAsked() {
        assertThatThrownBy(() -> network.atHolder(
                        () -> new LinuxProber().probe("eth7", InetAddress.ofLiteral("10.9.0.2"), LEASE)))
                .hasMessageContainingAll("probe 10.9.0.2/32 on eth7", "ENODEV", "lo, eth0");
        network.ip("link set eth0 down");
        assertThatThrownBy(() -> probe("10.9.0.2", 100)).hasMessageContaining("ENETDOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.100/24", "fd00:9::100/64"})
    void bothOwnersHearOfEachOther(String prefix) throws Exception {
        FloatingAddress address = onEth0(prefix);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ConflictMonitor monitor = here.conflictMonitor();
                ConflictMonitor other = there.conflictMonitor()) {
            network.atHolder(() -> started(monitor, heard));
            network.atPeer(() -> started(other, heard));
            here.bind(address, LEASE);
            here.announce(address);
            assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();

            there.bind(address, LEASE);
            there.announce(address);
            assertThat(heard.poll(1, TimeUnit.SECONDS)).isEqualTo(address + " " + TestNetwork.PEER_MAC);
            assertThat(monitor.conflicts()).isPositive();
            here.announce(address);
            String reply = heard.poll(1, TimeUnit.SECONDS);
            while (reply != null && reply.endsWith(TestNetwork.PEER_MAC)) {
                reply = heard.poll(1, TimeUnit.SECONDS);
            }
            assertThat(reply).isEqualTo(address + " " + TestNetwork.HOLDER_MAC);
        }
    }

    private static boolean started(ConflictMonitor monitor, BlockingQueue<String> heard) throws Exception {
        monitor.start(new ConflictMonitor.Listener() {
            @Override
            public void onConflict(FloatingAddress address, MacAddress other) {
                heard.add(address + " " + other);
            }

            @Override
            public void onQuestion(String interfaceName, InetAddress address, MacAddress asker, MacAddress own) {
                heard.add(interfaceName + " " + address.getHostAddress() + "? " + asker + " asks " + own);
            }
        });
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.100/24", "fd00:9::100/64"})
    void aRivalsQuestionIsHeardAndOnesOwnIsNot(String prefix) throws Exception {
        BlockingQueue<String> heardHere = new LinkedBlockingQueue<>();
        BlockingQueue<String> heardThere = new LinkedBlockingQueue<>();
        try (ConflictMonitor monitor = here.conflictMonitor();
                ConflictMonitor other = there.conflictMonitor()) {
            network.atHolder(() -> started(monitor, heardHere));
            network.atPeer(() -> started(other, heardThere));
            assertThat(probe(prefix, 100)).isEqualTo(new Prober.Silent());
            InetAddress address = IpPrefix.parse(prefix).address();
            assertThat(heardThere.poll(1, TimeUnit.SECONDS))
                    .isEqualTo("eth0 " + address.getHostAddress() + "? " + TestNetwork.HOLDER_MAC + " asks "
                            + TestNetwork.PEER_MAC);
            assertThat(heardHere.poll(100, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private Prober.Result probe(String prefix, int millis) throws Exception {
        InetAddress address = IpPrefix.parse(prefix).address();
        return network.atHolder(() -> new LinuxProber().probe("eth0", address, Duration.ofMillis(millis)));
    }

    private static FloatingAddress onEth0(String prefix) {
        return new FloatingAddress("eth0", IpPrefix.parse(prefix));
    }
}
