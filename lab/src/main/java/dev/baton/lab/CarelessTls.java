package dev.baton.lab;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS with any server: the lab's certificates are signed by nobody. */
final class CarelessTls {
    private static final SSLContext CONTEXT = context();

    private CarelessTls() {}

    /** Shakes hands over a connection, each time anew, and asks for a name (RFC 6066, section 3). */
    static Socket over(Socket connected, String serverName) throws IOException {
        SSLSocket socket =
                (SSLSocket) CONTEXT.getSocketFactory().createSocket(connected, serverName, connected.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have TLS", e);
        }
    }

    /** The extended kind, because Java looks at the names in certificates itself for any other. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
