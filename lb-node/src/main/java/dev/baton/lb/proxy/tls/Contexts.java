package dev.baton.lb.proxy.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.config.TlsConfig;
import dev.baton.lb.config.TlsConfig.ClientAuth;
import dev.baton.lb.config.TlsConfig.Version;
import dev.baton.lb.tls.Identity;
import dev.baton.lb.tls.TicketKey;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes what a frontend serves out of its certificates. */
final class Contexts {

    /** Those that Java has (RFC 8446, appendix B.4). BoringSSL speaks all three and can't be told otherwise. */
    private static final List<String> TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private final String frontend;
    private final TlsConfig config;
    private final Engine engine;

    Contexts(String frontend, TlsConfig config, Engine engine) {
        this.frontend = frontend;
        this.config = config;
        this.engine = engine;
    }

    /**
     * @param tickets what tickets are made with, the first, and taken for, all
     * @throws IOException if the engine can't use it; the message names the frontend and the file
     */
    Served of(Identity identity, List<TicketKey> tickets) throws IOException {
        try {
            SslContext context = builder(identity).build();
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                // Tickets carry sessions to whichever node comes next; what only this one has would be memory for
                // nothing.
                sessions.setSessionCacheEnabled(false);
                boolean _ = sessions.setSessionIdContext(scope(identity.names()));
            }
            Served served = new Served(context);
            served.useTickets(tickets);
            return served;
        } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "frontend \"" + frontend + "\": " + identity.file() + " cannot be served: " + e.getMessage(), e);
        }
    }

    private SslContextBuilder builder(Identity identity) throws GeneralSecurityException, IOException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        identity.key(), identity.chain().toArray(X509Certificate[]::new))
                .sslProvider(engine.provider())
                .protocols(Arrays.stream(Version.values())
                        .filter(version -> version.compareTo(config.minVersion()) >= 0)
                        .map(Version::protocol)
                        .toList())
                .ciphers(Stream.concat(TLS_1_3.stream(), config.ciphers().stream())
                        .toList())
                .clientAuth(clientAuth())
                .enableOcsp(engine == Engine.BORINGSSL);
        if (!config.alpn().isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    config.alpn()));
        }
        if (config.clientAuth().mode() != ClientAuth.Mode.NONE) {
            X509ExtendedTrustManager rules = Verifier.rules(config.clientAuth().authorities());
            builder.trustManager(engine == Engine.BORINGSSL ? new ClientVerifier(rules) : rules);
        }
        return builder;
    }

    private io.netty.handler.ssl.ClientAuth clientAuth() {
        return switch (config.clientAuth().mode()) {
            case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
            case OPTIONAL -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
            case REQUIRED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
        };
    }

    /**
     * A session is resumed without another look at the client's certificate, so it must be one of the same frontend with
     * the same demands (RFC 5246, appendix F.1.4); and without another look at the node's, so it must be one for the same
     * names (RFC 6066, section 3), however often the certificate was renewed since.
     */
    byte[] scope(List<String> names) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(frontend.getBytes(UTF_8));
            digest.update(config.clientAuth().mode().name().getBytes(UTF_8));
            digest.update(String.join(" ", new TreeSet<>(names)).getBytes(UTF_8));
            for (X509Certificate authority : config.clientAuth().authorities()) {
                digest.update(authority.getPublicKey().getEncoded());
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
