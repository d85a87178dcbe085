package dev.baton.lb.proxy.loop;

import dev.baton.lb.proxy.origin.SecurityTlvs;
import dev.baton.lb.tls.CertificateNames;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What TLS has told of a client's connection.
 *
 * @param protocol the version, as Java calls it
 * @param cipher the suite, by its IANA name
 * @param resumed whether the session is one that began on another connection
 * @param name what the client has asked for, in lower case; empty for none
 * @param alpn the protocol that was agreed on; empty for none
 * @param client the client's certificate, if it has shown one; it was verified then
 * @param fields what servers are told of it with each request: whole lines
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Security(
        String protocol,
        String cipher,
        boolean resumed,
        String name,
        String alpn,
        @Nullable X509Certificate client,
        byte[] fields) {

    private static final AttributeKey<Security> SECURITY = AttributeKey.valueOf(Security.class, "security");

    /** What a PROXY header tells of it. */
    byte[] tlvs() {
        return SecurityTlvs.of(
                protocol,
                cipher,
                name,
                alpn,
                client != null,
                client == null ? "" : CertificateNames.commonName(client));
    }

    /** The connection's handshake is over. */
    public static void tell(Channel client, Security security) {
        client.attr(SECURITY).set(security);
    }

    /** Null where it is in clear. */
    public static @Nullable Security of(Channel client) {
        return client.hasAttr(SECURITY) ? client.attr(SECURITY).get() : null;
    }
}
