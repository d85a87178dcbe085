package dev.baton.lb.proxy.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SecurityTlvsTest {

    private static final Origin ORIGIN = new Origin(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.77"), 56_324),
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.9"), 443));

    @Test
    void isWrittenAsTheSpecificationSays() {
        byte[] tlvs = SecurityTlvs.of("TLSv1.3", "AES", "a.b", "h2", true, "bob");
        assertThat(HexFormat.of().formatHex(tlvs))
                .isEqualTo(
                        "0100026832" // ALPN
                                + "020003612e62" // AUTHORITY
                                + "20001b" // SSL of 27 bytes
                                + "0500000000" // over TLS, a certificate in this session, verified
                                + "210007544c5376312e33" // version
                                + "220003626f62" // common name
                                + "230003414553"); // cipher
    }

    @Test
    void withoutACertificateOrNamesLittleIsLeft() {
        byte[] tlvs = SecurityTlvs.of("TLSv1.2", "AES", "", "", false, "");
        assertThat(HexFormat.of().formatHex(tlvs))
                .isEqualTo("200015" + "0100000000" + "210007544c5376312e32" + "230003414553");
    }

    @Test
    void whatIsWrittenCanBeRead() {
        byte[] header =
                ProxyHeader.write(ORIGIN, SecurityTlvs.of("TLSv1.3", "AES", "n".repeat(900), "h2", true, "bob"));
        assertThat(ProxyHeader.read(header, header.length)).isEqualTo(new Reading.Known(ORIGIN, header.length));
    }
}
