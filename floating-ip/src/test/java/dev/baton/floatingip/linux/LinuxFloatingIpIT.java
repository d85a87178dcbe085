package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp.Renewal;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.IpPrefix;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxFloatingIpIT {

    private static final String IPV4 = "10.9.0.100/24";
    private static final String IPV6 = "fd00:9::100/64";
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
    @ValueSource(strings = {IPV4, IPV6, "10.9.0.101/32", "fd00:9::101/128"})
    void bindsRenewsAndReleases(String prefix) throws Exception {
        FloatingAddress address = onEth0(prefix);
        String before = state();

        floating.bind(address, LEASE);
        floating.bind(address, LEASE);
        assertThat(network.ip("-j addr show dev eth0"))
                .containsPattern("\"local\":\"" + ip(prefix) + "\",\"prefixlen\":(32|128),")
                .containsPattern("\"valid_life_time\":(30|29),\"preferred_life_time\":0");
        assertThat(floating.holds(address)).isTrue();
        assertThat(floating.renew(address, Duration.ofSeconds(60))).isEqualTo(Renewal.HELD);
        assertThat(network.ip("-j addr show dev eth0")).containsPattern("\"valid_life_time\":(60|59)");

        assertThat(floating.release(address)).isTrue();
        assertThat(floating.release(address)).isFalse();
        assertThat(floating.holds(address)).isFalse();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void leavesRoutesAndSourceAddressesAlone() throws Exception {
        String routes = network.ip("route show table main") + network.ip("-6 route show table main");

        floating.bind(onEth0(IPV4), LEASE);
        floating.bind(onEth0(IPV6), LEASE);

        assertThat(network.ip("route show table main") + network.ip("-6 route show table main"))
                .isEqualTo(routes);
        assertThat(network.ip("-o route get 10.9.0.2")).contains("src 10.9.0.1 ");
        assertThat(network.ip("-o route get fd00:9::2")).contains("src fd00:9::1 ");
    }

    @Test
    void outlivesTheHostsOwnAddressAndLeavesItAloneWhenItGoes() throws Exception {
        floating.bind(onEth0(IPV4), LEASE);
        network.ip("addr del 10.9.0.1/24 dev eth0");
        assertThat(floating.holds(onEth0(IPV4))).isTrue();

        network.ip("addr add 10.9.0.1/24 dev eth0");
        assertThat(network.ip("-o route get 10.9.0.2")).contains("src 10.9.0.1 ");
        floating.release(onEth0(IPV4));
        assertThat(network.ip("addr show dev eth0")).contains("10.9.0.1/24").doesNotContain("secondary");
    }

    @Test
    void aLeaseOfZeroLastsForGood() throws Exception {
        floating.bind(onEth0(IPV4), Duration.ZERO);
        assertThat(network.ip("addr show dev eth0 to 10.9.0.100")).contains("valid_lft forever");
        assertThat(floating.renew(onEth0(IPV4), Duration.ZERO)).isEqualTo(Renewal.HELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void expiresWithoutRenewalAndIsNotPutBack(String prefix) throws Exception {
        FloatingAddress address = onEth0(prefix);
        Heard heard = new Heard();
        try (InterfaceMonitor monitor = floating.monitor()) {
            startAtHolder(monitor, heard);
            floating.bind(address, Duration.ofSeconds(1));
            assertThat(heard.hears("removed " + address, 2_500)).isTrue();
        }
        assertThat(floating.renew(address, LEASE)).isEqualTo(Renewal.GONE);
        assertThat(network.ip("addr show dev eth0")).doesNotContain(ip(prefix) + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void renewalAfterRemovalByHandReportsGone(String prefix) throws Exception {
        FloatingAddress address = onEth0(prefix);
        floating.bind(address, LEASE);
        network.ip("addr del " + IpPrefix.parse(ip(prefix)) + " dev eth0");

        assertThat(floating.renew(address, LEASE)).isEqualTo(Renewal.GONE);
        assertThat(network.ip("addr show dev eth0")).doesNotContain(ip(prefix) + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void anAddressThatASuccessorTookOverIsNotTheFormerOnes(String prefix) throws Exception {
        FloatingAddress address = onEth0(prefix);
        floating.bind(address, LEASE);
        try (LinuxFloatingIp successor = network.atHolder(LinuxFloatingIp::open)) {
            successor.bind(address, LEASE);

            assertThat(floating.renew(address, LEASE)).isEqualTo(Renewal.GONE);
            assertThat(floating.release(address)).isFalse();
            assertThat(successor.holds(address)).isTrue();
        }
    }

    @Test
    void removesLeftoversAndNothingElse() throws Exception {
        LinuxFloatingIp former = network.atHolder(LinuxFloatingIp::openWithoutSwitch);
        former.bind(onEth0(IPV4), LEASE);
        former.bind(onEth0(IPV6), LEASE);
        network.ip("addr add 10.9.0.110/32 dev eth0");
        List<FloatingAddress> addresses = List.of(
                onEth0(IPV4),
                onEth0(IPV6),
                onEth0("10.9.0.110/24"),
                onEth0("10.9.0.111/24"),
                new FloatingAddress("eth7", IpPrefix.parse(IPV4)));

        try (LinuxFloatingIp restarted = network.atHolder(LinuxFloatingIp::open)) {
            assertThat(restarted.removeLeftovers(addresses)).as("while it runs").isZero();
            former.close();
            assertThat(restarted.removeLeftovers(addresses)).isEqualTo(2);
            assertThat(restarted.removeLeftovers(addresses)).isZero();
        }
        assertThat(network.ip("addr show dev eth0"))
                .contains("10.9.0.110/32", "10.9.0.1/24", "fd00:9::1/64")
                .doesNotContain("10.9.0.100", "fd00:9::100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.100/32", "10.9.0.100/24", "fd00:9::100/64"})
    void refusesAnAddressThatIsThereAndForeign(String present) throws Exception {
        network.ip("addr add " + present + " dev eth0" + (present.contains(":") ? " nodad" : ""));
        String before = state();
        FloatingAddress address = onEth0(present);

        assertThatThrownBy(() -> floating.bind(address, LEASE))
                .asInstanceOf(InstanceOfAssertFactories.type(FloatingIpException.class))
                .satisfies(e -> assertThat(e.errno()).isEqualTo(17))
                .satisfies(e -> assertThat(e)
                        .hasMessageContainingAll("bind " + address, "EEXIST", "not put there by this program"));
        assertThat(floating.holds(address)).isFalse();
        assertThat(floating.release(address)).isFalse();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void namesTheInterfacesThatExistWhenOneIsMissing() {
        FloatingAddress address = new FloatingAddress("eth7", IpPrefix.parse(IPV4));
        assertThatThrownBy(() -> floating.bind(address, LEASE))
                .hasMessage("bind 10.9.0.100/24 on eth7 failed: there is no interface eth7 (ENODEV, errno 19);"
                        + " there are lo, eth0");
    }

    @Test
    void saysThatIpv6IsSwitchedOff() {
        network.inHolder("sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1");
        assertThatThrownBy(() -> floating.bind(onEth0(IPV6), LEASE)).hasMessageContainingAll("EACCES", "disable_ipv6");
    }

    @Test
    void refusesWhatCanBeNoFloatingAddress() {
        assertThatThrownBy(() -> floating.bind(onEth0("224.0.0.1/24"), LEASE)).hasMessageContaining("unicast");
        assertThatThrownBy(() -> floating.bind(onEth0(IPV4), Duration.ofMillis(1500)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void announcementsReachTheNeighbours() throws Exception {
        network.addThird();
        for (String ip : List.of("10.9.0.100", "fd00:9::100")) {
            String stale = "neigh add " + ip + " lladdr 02:00:00:00:00:99 nud stale dev eth0";
            network.peerIp(stale);
            network.thirdIp(stale);
        }

        floating.bind(onEth0(IPV4), LEASE);
        floating.bind(onEth0(IPV6), LEASE);
        floating.announce(onEth0(IPV4));
        floating.announce(onEth0(IPV6));

        for (String ip : List.of("10.9.0.100", "fd00:9::100")) {
            String known = "neigh show " + ip + " dev eth0";
            assertThat(network.peerIp(known)).contains(TestNetwork.HOLDER_MAC);
            assertThat(network.thirdIp(known)).contains(TestNetwork.HOLDER_MAC);
        }
    }

    @Test
    void announcesNothingThatItDoesNotHold() {
        assertThatThrownBy(() -> floating.announce(onEth0(IPV4)))
                .hasMessageContainingAll("announce 10.9.0.100/24 on eth0", "not held", "EADDRNOTAVAIL");
    }

    @Test
    void saysThatTheInterfaceIsDown() throws Exception {
        floating.bind(onEth0(IPV4), LEASE);
        network.ip("link set eth0 down");
        assertThatThrownBy(() -> floating.announce(onEth0(IPV4)))
                .hasMessageContainingAll("ENETDOWN", "set <interface> up");
    }

    private void startAtHolder(InterfaceMonitor monitor, InterfaceMonitor.Listener listener) throws Exception {
        network.atHolder(() -> {
            monitor.start(listener);
            return true;
        });
    }

    /** Addresses, routes and rules, without what counts down. */
    private String state() {
        return (network.ip("-d addr show dev eth0")
                        + network.ip("route show table all")
                        + network.ip("-6 route show table all")
                        + network.ip("rule"))
                .replaceAll("\\d+sec", "");
    }

    private static FloatingAddress onEth0(String prefix) {
        return new FloatingAddress("eth0", IpPrefix.parse(prefix));
    }

    private static String ip(String prefix) {
        return prefix.substring(0, prefix.indexOf('/'));
    }
}
