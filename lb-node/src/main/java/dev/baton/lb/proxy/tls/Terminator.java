package dev.baton.lb.proxy.tls;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.TlsConfig;
import dev.baton.lb.proxy.loop.Reporter;
import dev.baton.lb.tls.BadCertificateException;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.tls.Certificates;
import dev.baton.lb.tls.FileStamps;
import dev.baton.lb.tls.Identity;
import dev.baton.lb.tls.NameTable;
import dev.baton.lb.tls.Staple;
import dev.baton.lb.tls.TicketKey;
import dev.baton.lb.tls.TicketKeys;
import dev.baton.lb.traffic.Handshakes;
import dev.baton.lb.traffic.Handshakes.Failure;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends TLS for one frontend, with the certificates that it has at the moment. */
public final class Terminator {

    private static final Logger log = LoggerFactory.getLogger(Terminator.class);

    /** Answers of authorities are good for days. */
    private static final Duration STAPLES_LAST = Duration.ofHours(1);

    private final TlsConfig config;
    private final Contexts contexts;
    private final ClientFields fields;
    private final Reporter failures;
    private final Handshakes handshakes;
    private final Crowd crowd;
    private final String frontend;
    private volatile Serving serving;
    private volatile String problem = "";
    /** Why clients are not shown what an authority says of a certificate; empty when they are, or there is none. */
    private volatile String stapleProblem = "";

    private Instant stapledAt = Instant.MIN;

    /** The files as they were when they were read. */
    private String known = "";

    /** As they were at the last look: whoever writes two files is not done with one. */
    private String pending = "";

    /**
     * What is served at the moment: one publication.
     *
     * @param table by name
     * @param all those in the table
     */
    private record Serving(Certificates certificates, NameTable<Served> table, Map<Identity, Served> all) {}

    private final TicketKeys tickets;
    /** What the contexts make tickets with; of the thread that looks alone, once there are some. */
    private List<TicketKey> ticketKeys;

    private Terminator(String frontend, TlsConfig config, Engine engine, TicketKeys tickets, Handshakes handshakes)
            throws IOException {
        this.frontend = frontend;
        engine.harden();
        this.config = config;
        this.contexts = new Contexts(frontend, config, engine);
        this.fields = new ClientFields(config.clientAuth().headers());
        this.failures = new Reporter("frontend \"" + frontend + "\": tls");
        this.tickets = tickets;
        this.handshakes = handshakes;
        this.crowd = new Crowd(config.maxHandshakes(), this::dismissed);
        this.ticketKeys = tickets.inOrder(System.currentTimeMillis());
        this.serving = serving(config.certificates());
        staple(Instant.now());
    }

    /**
     * @param tickets what sessions are kept with that clients resume
     * @param handshakes where they are counted
     * @return null for a frontend in clear
     * @throws IOException if a certificate can't be served; the message names frontend, file and reason
     */
    public static @Nullable Terminator of(
            FrontendConfig frontend, Engine engine, TicketKeys tickets, Handshakes handshakes) throws IOException {
        return frontend.tls().isEmpty()
                ? null
                : of(frontend.name(), frontend.tls().get(), engine, tickets, handshakes);
    }

    /**
     * @param frontend what messages call the listener
     * @throws IOException as above
     */
    public static Terminator of(
            String frontend, TlsConfig config, Engine engine, TicketKeys tickets, Handshakes handshakes)
            throws IOException {
        return new Terminator(frontend, config, engine, tickets, handshakes);
    }

    TlsConfig config() {
        return config;
    }

    ClientFields fields() {
        return fields;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    /** Its clients that are in the middle of a handshake. */
    Crowd crowd() {
        return crowd;
    }

    private void dismissed(Channel client) {
        refuse(
                client.remoteAddress(),
                Failure.CROWDED,
                "the oldest of more than " + config.maxHandshakes() + " handshakes at a time (max_handshakes)");
    }

    /** A client has not got through. */
    void refuse(SocketAddress peer, Failure kind, String why) {
        handshakes.failed(kind);
        failures.refuse(peer, why);
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
        return served.handler(allocator);
    }

    /** For a listener that does not ask for the name that a client wants. */
    public SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler =
                Objects.requireNonNull(handler(allocator, "", true), "a listener has a certificate for no name");
        handler.setHandshakeTimeoutMillis(config.handshakeTimeout().toMillis());
        return handler;
    }

    /** A client of such a listener has not got through its handshake. */
    public void refused(SocketAddress peer, Throwable why) {
        refuse(peer, Reasons.kindOf(why), Reasons.of(why));
    }

    /** How its certificates are at the moment. */
    public CertificateStatus status() {
        return new CertificateStatus(frontend, serving.certificates(), problem.isEmpty() ? stapleProblem : problem);
    }

    /**
     * Serves what is in the files if it has changed since the last look but one, and is good; otherwise what was good stays.
     * One look at a time.
     */
    public void look(Instant now) {
        List<TicketKey> keys = tickets.inOrder(now.toEpochMilli());
        if (!keys.equals(ticketKeys)) {
            ticketKeys = keys;
            serving.all().values().forEach(served -> served.useTickets(keys));
        }
        String stamps = FileStamps.of(config.files());
        boolean settled = stamps.equals(pending);
        pending = stamps;
        if (!settled || stamps.equals(known)) {
            if (now.isAfter(stapledAt.plus(STAPLES_LAST))) {
                staple(now);
            }
            return;
        }
        known = stamps;
        try {
            renew(Certificates.read(config.files()), now);
            problem = "";
        } catch (BadCertificateException | IOException e) {
            problem = e.getMessage() + "; the frontend goes on with what it had";
            log.warn("frontend \"{}\": tls: {}", frontend, problem);
        }
        staple(now);
    }

    /** What is too old to be believed is shown no longer, whether or not anybody has touched its file. */
    private void staple(Instant now) {
        stapledAt = now;
        List<String> complaints = new ArrayList<>();
        serving.all().forEach((identity, served) -> {
            try {
                served.staple(Staple.of(identity, now).orElse(null));
            } catch (BadCertificateException e) {
                served.staple(null);
                complaints.add(e.getMessage());
            }
        });
        String before = stapleProblem;
        stapleProblem = String.join("; ", complaints);
        if (!stapleProblem.isEmpty() && !stapleProblem.equals(before)) {
            log.warn("frontend \"{}\": tls: {}", frontend, stapleProblem);
        }
    }

    private void renew(Certificates fresh, Instant now) throws BadCertificateException, IOException {
        Certificates old = serving.certificates();
        List<Identity> news = fresh.notIn(old);
        if (news.isEmpty() && old.notIn(fresh).isEmpty()) {
            return;
        }
        for (Identity identity : news) {
            identity.requireValid(now);
        }
        serving = serving(fresh);
        fresh.warnings().forEach(warning -> log.warn("frontend \"{}\": tls: {}", frontend, warning));
        news.forEach(each ->
                log.info("frontend \"{}\": tls: now serves {} until {}", frontend, each.title(), each.notAfter()));
        List<String> lost = old.namesNotIn(fresh);
        if (!lost.isEmpty()) {
            log.warn("frontend \"{}\": tls: no certificate any more for {}", frontend, String.join(", ", lost));
        }
    }

    private Serving serving(Certificates certificates) throws IOException {
        IdentityHashMap<Identity, Served> all = new IdentityHashMap<>();
        List<Identity> identities = certificates.identities();
        for (Identity identity : identities) {
            all.put(identity, contexts.of(identity, ticketKeys));
        }
        return new Serving(
                certificates, new NameTable<>(identities, identity -> Objects.requireNonNull(all.get(identity))), all);
    }
}
