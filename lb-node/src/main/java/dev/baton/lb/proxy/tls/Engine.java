package dev.baton.lb.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import javax.net.ssl.SSLEngine;

/** Who does the cryptography. */
public enum Engine {
    /** Google's library, where its binary runs: a third of the cost, and keys of tickets that nodes share. */
    BORINGSSL(SslProvider.OPENSSL_REFCNT),
    /** The JDK's; everywhere. */
    JDK(SslProvider.JDK);

    private final SslProvider provider;

    Engine(SslProvider provider) {
        this.provider = provider;
    }

    SslProvider provider() {
        return provider;
    }

    /** The best one that this machine has. */
    public static Engine detect() {
        return OpenSsl.isAvailable() ? BORINGSSL : JDK;
    }

    /**
     * Whether the session of a server's engine, whose handshake is over, began on another connection. Java tells nobody,
     * but a session keeps the moment at which it began.
     *
     * @param handshakeMillis when this handshake began, in milliseconds since 1970
     */
    static boolean isResumed(SSLEngine engine, long handshakeMillis) {
        return engine instanceof ReferenceCountedOpenSslEngine boringssl
                ? SSL.isSessionReused(boringssl.sslPointer())
                : engine.getSession().getCreationTime() < handshakeMillis;
    }

    /**
     * Forbids what one side may otherwise do in the middle of a connection. BoringSSL knows no renegotiation at all; the
     * JDK reads this once, before the first handshake of the process.
     */
    void harden() {
        if (this == JDK) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }
}
