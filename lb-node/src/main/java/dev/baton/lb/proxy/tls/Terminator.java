package dev.baton.lb.proxy.tls;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.TlsConfig;
import dev.baton.lb.proxy.loop.Reporter;
import dev.baton.lb.tls.Certificates;
import dev.baton.lb.tls.Identity;
import dev.baton.lb.tls.NameTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends TLS for one frontend, with the certificates that it has at the moment. */
public final class Terminator {

    private final TlsConfig config;
    private final Contexts contexts;
    private final ClientFields fields;
    private final Reporter failures;
    private volatile Serving serving;

    /**
     * What is served at the moment: one publication.
     *
     * @param table by name
     */
    private record Serving(Certificates certificates, NameTable<Served> table) {}

    private Terminator(FrontendConfig frontend, TlsConfig config, Engine engine) throws IOException {
        engine.harden();
        this.config = config;
        this.contexts = new Contexts(frontend.name(), config, engine);
        this.fields = new ClientFields(config.clientAuth().headers());
        this.failures = new Reporter("frontend \"" + frontend.name() + "\": tls");
        this.serving = serving(config.certificates());
    }

    /**
     * @return null for a frontend in clear
     * @throws IOException if a certificate can't be served; the message names frontend, file and reason
     */
    public static @Nullable Terminator of(FrontendConfig frontend, Engine engine) throws IOException {
        return frontend.tls().isEmpty()
                ? null
                : new Terminator(frontend, frontend.tls().get(), engine);
    }

    TlsConfig config() {
        return config;
    }

    ClientFields fields() {
        return fields;
    }

    /** Hears of clients that did not get through. */
    Reporter failures() {
        return failures;
    }

    /**
     * @param name what the client asks for; empty for none
     * @param ecdsa whether it takes ECDSA
     * @return null when there is nothing for it
     */
    @Nullable SslHandler handler(ByteBufAllocator allocator, String name, boolean ecdsa) {
        Served served = serving.table().find(name, ecdsa, config.strictSni());
        if (served == null) {
            return null;
        }
        SslHandler handler = served.handler(allocator);
        handler.setHandshakeTimeoutMillis(config.handshakeTimeout().toMillis());
        return handler;
    }

    /** What is served at the moment. */
    public Certificates certificates() {
        return serving.certificates();
    }

    private Serving serving(Certificates certificates) throws IOException {
        IdentityHashMap<Identity, Served> all = new IdentityHashMap<>();
        List<Identity> identities = certificates.identities();
        for (Identity identity : identities) {
            all.put(identity, contexts.of(identity));
        }
        return new Serving(
                certificates, new NameTable<>(identities, identity -> Objects.requireNonNull(all.get(identity))));
    }
}
