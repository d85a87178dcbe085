package dev.baton.lb.admin;

import dev.baton.lb.tls.CertificateNames;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what over TLS: whoever has shown a certificate or a token.
 *
 * @param writers the common names of the certificates that may change; all others may read
 */
record SecureGate(Tokens tokens, Set<String> writers) implements Gate {

    private static final String WAY_OUT = "write_names and write_token_file in admin.https say who may change";
    private static final String STRANGER =
            "admin.https takes a certificate, or a token as \"Authorization: Bearer TOKEN\"";

    SecureGate(Tokens tokens, List<String> writers) {
        this(tokens, Set.copyOf(writers));
    }

    @Override
    public Caller caller(Channel channel, HttpHeaders fields) {
        String from = " at " + channel.remoteAddress();
        Right byToken = tokens.right(fields.get(HttpHeaderNames.AUTHORIZATION));
        X509Certificate shown = certificate(channel);
        String name = shown == null ? "" : CertificateNames.commonName(shown);
        Right byCertificate = shown == null ? Right.NOTHING : writers.contains(name) ? Right.CHANGE : Right.READ;
        if (shown != null && byCertificate.covers(byToken)) {
            String said = name.replaceAll("[^\\x20-\\x7e]", "?");
            return new Caller("certificate \"" + said + "\"" + from, byCertificate, WAY_OUT);
        }
        return switch (byToken) {
            case CHANGE -> new Caller("who has the token of write_token_file" + from, byToken, WAY_OUT);
            case READ -> new Caller("who has the token of read_token_file" + from, byToken, WAY_OUT);
            case LOOK, NOTHING -> new Caller("a stranger" + from, Right.NOTHING, STRANGER);
        };
    }

    @Override
    public int stranger() {
        return HttpResponseStatus.UNAUTHORIZED.code();
    }

    private static @Nullable X509Certificate certificate(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return null;
        }
        try {
            return handler.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate first
                    ? first
                    : null;
        } catch (SSLPeerUnverifiedException _) {
            return null;
        }
    }
}
