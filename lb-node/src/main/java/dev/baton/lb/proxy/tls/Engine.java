package dev.baton.lb.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

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
     * Forbids what one side may otherwise do in the middle of a connection. BoringSSL knows no renegotiation at all; the
     * JDK reads this once, before the first handshake of the process.
     */
    void harden() {
        if (this == JDK) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }
}
