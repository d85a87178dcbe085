package dev.baton.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.IpPrefix;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinuxInterfaceMonitorIT {

    /** Generous against a busy machine; the event itself comes within a millisecond. */
    private static final long SOON = 2_000;

    private final Heard heard = new Heard();
    private TestNetwork network;
    private LinuxFloatingIp floating;
    private InterfaceMonitor monitor;

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        floating = network.atHolder(LinuxFloatingIp::open);
        monitor = floating.monitor();
        network.atHolder(() -> {
            monitor.start(heard);
            return true;
        });
    }

    @AfterEach
    void tearDown() {
        monitor.close();
        floating.close();
        network.close();
    }

    @Test
    void tellsThePresentStateFirst() throws Exception {
        assertThat(heard.hears("eth0 usable", SOON)).isTrue();
    }

    @Test
    void seesAnInterfaceGoDownAndUp() throws Exception {
        assertThat(heard.hears("eth0 usable", SOON)).isTrue();
        network.ip("link set eth0 down");
        assertThat(heard.hears("eth0 unusable", SOON)).isTrue();
        network.ip("link set eth0 up");
        assertThat(heard.hears("eth0 usable", SOON)).isTrue();
    }

    @Test
    void seesTheCarrierGo() throws Exception {
        assertThat(heard.hears("eth0 usable", SOON)).isTrue();
        network.peerIp("link set eth0 down");
        assertThat(heard.hears("eth0 unusable", SOON)).isTrue();
    }

    @Test
    void seesAnInterfaceRenamedAndRemovedAndRecreated() throws Exception {
        network.ip("link add dummy7 type veth peer name dummy8");
        assertThat(heard.hears("dummy7 unusable", SOON)).isTrue();
        network.ip("link set dummy8 up");
        network.ip("link set dummy7 up");
        assertThat(heard.hears("dummy7 usable", SOON)).isTrue();
        network.ip("link set dummy7 down");
        network.ip("link set dummy7 name dummy9");
        assertThat(heard.hears("dummy9 unusable", SOON)).isTrue();
        network.ip("link del dummy9");
        assertThat(heard.hears("dummy9 unusable", SOON)).isTrue();
    }

    @Test
    void seesAnAddressRemovedAndNamesItAsConfigured() throws Exception {
        FloatingAddress address = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"));
        floating.bind(address, Duration.ofSeconds(30));
        network.ip("addr del 10.9.0.100/32 dev eth0");
        assertThat(heard.hears("removed 10.9.0.100/24 on eth0", SOON)).isTrue();
    }

    @Test
    void stopsTalkingWhenClosed() throws Exception {
        assertThat(heard.hears("eth0 usable", SOON)).isTrue();
        monitor.close();
        network.ip("link set eth0 down");
        assertThat(heard.hears("eth0 unusable", 100)).isFalse();
    }
}
