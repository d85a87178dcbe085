package dev.baton.lb.proxy.tls;

import dev.baton.lb.tls.TicketKey;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What connections are made secure with: what is served under some names, or what servers are met with. The memory
 * that BoringSSL has for it is given back when nobody can use it any more: a loop may have found it just before another
 * one took its place.
 */
final class Served {

    private static final Cleaner CLEANER = Cleaner.create();

    private final SslContext context;
    private volatile byte @Nullable [] staple;

    Served(SslContext context) {
        this.context = context;
        CLEANER.register(this, () -> ReferenceCountUtil.release(context));
    }

    SslContext context() {
        return context;
    }

    /**
     * Makes tickets with the first of these from now on and takes those of all. The JDK's engine makes its own keys and
     * tells nobody.
     */
    void useTickets(List<TicketKey> keys) {
        try {
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                sessions.setTicketKeys(keys.stream()
                        .map(key -> new OpenSslSessionTicketKey(key.name(), key.hmac(), key.aes()))
                        .toArray(OpenSslSessionTicketKey[]::new));
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** What clients that ask for it are shown with the certificate; null for nothing. The JDK's engine shows none. */
    void staple(byte @Nullable [] response) {
        staple = response;
    }

    /**
     * For the side that connects.
     *
     * @param name who the other side must be
     */
    SslHandler handler(ByteBufAllocator allocator, String name, int port) {
        try {
            return context.newHandler(allocator, name, port);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    SslHandler handler(ByteBufAllocator allocator) {
        try {
            SslHandler handler = context.newHandler(allocator);
            byte[] word = staple;
            if (word != null && handler.engine() instanceof ReferenceCountedOpenSslEngine boringssl) {
                boringssl.setOcspResponse(word);
            }
            return handler;
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
