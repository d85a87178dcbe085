package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp.Renewal;
import dev.baton.floatingip.IpPrefix;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floating addresses on interfaces that are not the machine's own card, and under another label. */
class InterfaceFormsIT {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private TestNetwork network;
    private LinuxFloatingIp floating;

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        floating = network.atHolder(LinuxFloatingIp::open);
    }

    @AfterEach
    void tearDown() {
        floating.close();
        network.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"macvlan", "bridge"})
    void livesOnInterfacesOfAllKinds(String kind) throws Exception {
        String link = kind.equals("macvlan") ? "link eth0 " : "";
        String mode = kind.equals("macvlan") ? " mode bridge" : "";
        network.ip("link add " + link + "name lan0 type " + kind + mode);
        network.ip("link set lan0 up");

        for (String prefix : new String[] {"10.9.0.100/24", "fd00:9::100/64"}) {
            FloatingAddress address = new FloatingAddress("lan0", IpPrefix.parse(prefix));
            floating.bind(address, LEASE);
            assertThat(floating.holds(address)).isTrue();
            assertThat(floating.renew(address, LEASE)).isEqualTo(Renewal.HELD);
            assertThat(network.ip("addr show dev lan0")).contains(prefix.substring(0, prefix.indexOf('/')) + "/");
            assertThat(floating.release(address)).isTrue();
            assertThat(network.ip("addr show dev lan0")).doesNotContain(prefix.substring(0, prefix.indexOf('/')) + "/");
        }
    }

    @Test
    void aLabelIsWhatOlderToolsShow() throws Exception {
        FloatingAddress address = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"), "eth0:web");
        floating.bind(address, LEASE);
        assertThat(network.ip("addr show label eth0:web")).contains("10.9.0.100/32");
        assertThat(floating.renew(address, LEASE)).isEqualTo(Renewal.HELD);
        assertThat(network.ip("addr show label eth0:web")).contains("10.9.0.100/32");
        assertThat(floating.release(address)).isTrue();
        assertThat(network.ip("addr show dev eth0")).doesNotContain("10.9.0.100");
    }

    @Test
    void ipv6AddressesWaitForNoDuplicateDetection() throws Exception {
        network.inHolder("sysctl -qw net.ipv6.conf.eth0.accept_dad=1");
        FloatingAddress address = new FloatingAddress("eth0", IpPrefix.parse("fd00:9::100/64"));
        floating.bind(address, LEASE);
        assertThat(network.ip("-6 addr show dev eth0 to fd00:9::100"))
                .contains("nodad")
                .doesNotContain("tentative");
    }

    @Test
    void aMacvlansAnnouncementCarriesItsOwnMac() throws Exception {
        network.ip("link add link eth0 name lan0 address 02:00:00:00:00:07 type macvlan mode bridge");
        network.ip("link set lan0 up");
        network.peerIp("neigh add 10.9.0.100 lladdr 02:00:00:00:00:99 nud stale dev eth0");
        FloatingAddress address = new FloatingAddress("lan0", IpPrefix.parse("10.9.0.100/24"));

        floating.bind(address, LEASE);
        floating.announce(address);

        assertThat(network.peerIp("neigh show 10.9.0.100 dev eth0")).contains("02:00:00:00:00:07");
    }
}
