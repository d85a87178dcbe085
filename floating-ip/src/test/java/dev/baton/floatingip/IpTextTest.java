package dev.baton.floatingip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "10.9.0.100, 10.9.0.100",
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fd00:9:0:0:0:0:0:100, fd00:9::100",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:1:2:3:4:5:00AB, 2001:db8:1:2:3:4:5:ab",
    })
    void writesTheCanonicalText(String given, String canonical) {
        InetAddress address = InetAddress.ofLiteral(given);

        assertThat(IpText.of(address)).isEqualTo(canonical);
        assertThat(InetAddress.ofLiteral(IpText.of(address))).isEqualTo(address);
    }
}
