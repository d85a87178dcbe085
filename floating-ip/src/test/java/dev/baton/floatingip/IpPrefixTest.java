package dev.baton.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

    @Test
    void withoutLengthStandsForItself() {
        assertThat(IpPrefix.parse("10.9.0.100")).hasToString("10.9.0.100/32");
        assertThat(IpPrefix.parse("fd00:9::100").length()).isEqualTo(128);
    }

    @Test
    void containsItsOwnSubnetOnly() {
        IpPrefix prefix = IpPrefix.parse("10.9.0.100/23");
        assertThat(prefix.contains(InetAddress.ofLiteral("10.9.1.255"))).isTrue();
        assertThat(prefix.contains(InetAddress.ofLiteral("10.9.2.0"))).isFalse();
        assertThat(prefix.contains(InetAddress.ofLiteral("fd00::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb1", "10.9.0", "10.9.0.1/33", "10.9.0.1/", "10.9.0.1/-1", "fd00::1/129", ""})
    void refusesWhatIsNoPrefix(String text) {
        assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
