package dev.baton.lb.proxy.tls;

import dev.baton.lb.config.ServerTls;
import dev.baton.lb.config.TlsConfig.Version;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/** Makes what TLS with servers begins with. */
final class OriginContexts {

    static final String HTTP_2 = "h2";

    private OriginContexts() {}

    /** @throws IOException if the engine can't use it; the message names backend, file and reason */
    static Served of(String backend, ServerTls how, Engine engine) throws IOException {
        engine.harden();
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(engine.provider())
                    .protocols(Arrays.stream(Version.values())
                            .map(Version::protocol)
                            .toList());
            if (how.verify()) {
                builder.trustManager(Verifier.of(how.authorities()));
            } else {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
            }
            if (how.http2()) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        HTTP_2));
            }
            how.certificate()
                    .ifPresent(shown ->
                            builder.keyManager(shown.key(), shown.chain().toArray(X509Certificate[]::new)));
            SslContext context = builder.build();
            if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
                sessions.setSessionCacheEnabled(true);
            }
            return new Served(context);
        } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
            String file = how.certificate().map(each -> each.file() + ", ").orElse("") + how.authorities();
            throw new IOException(
                    "backend \"" + backend + "\": tls: cannot be used with " + file + ": " + e.getMessage(), e);
        }
    }
}
