package dev.baton.lb.cli;

import dev.baton.lb.admin.AdminServer;
import dev.baton.lb.admin.Tokens;
import dev.baton.lb.config.AdminConfig;
import dev.baton.lb.proxy.tls.Engine;
import dev.baton.lb.proxy.tls.Terminator;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.tls.TicketKeys;
import dev.baton.lb.traffic.Handshakes;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Instant;

/** The admin API on the network for those who prove who they are. */
final class SecureAdmin implements AdminServer.Secrecy {

    private static final String NAME = "admin.https";

    private final TicketKeys tickets = new TicketKeys(new SecureRandom(), System.currentTimeMillis());
    private final Terminator terminator;
    private final Tokens tokens;

    private SecureAdmin(AdminConfig.Https config) throws IOException {
        terminator = Terminator.of(NAME, config.tls(), Engine.detect(), tickets, new Handshakes());
        tokens = Tokens.read(config.readToken(), config.writeToken());
    }

    /** @throws IOException if its certificates or tokens cannot be used, or nothing can listen there */
    static SecureAdmin open(AdminServer server, AdminConfig.Https config) throws IOException {
        SecureAdmin opened = new SecureAdmin(config);
        server.secure(config.bind(), opened, opened.tokens, config.writeNames());
        return opened;
    }

    /** Follows the files of certificates and tokens; one look at a time. */
    void look() {
        Instant now = Instant.now();
        tickets.turn(now.toEpochMilli());
        terminator.look(now);
        tokens.look();
    }

    CertificateStatus certificates() {
        return terminator.status();
    }

    @Override
    public SslHandler engine(ByteBufAllocator allocator) {
        return terminator.handler(allocator);
    }

    @Override
    public void failed(SocketAddress peer, Throwable why) {
        terminator.refused(peer, why);
    }
}
