package dev.baton.lb.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * What is served under some names. The memory that BoringSSL has for it is given back when nobody can use it any more: a
 * loop may have found it just before another one took its place.
 */
final class Served {

    private static final Cleaner CLEANER = Cleaner.create();

    private final SslContext context;

    Served(SslContext context) {
        this.context = context;
        CLEANER.register(this, () -> ReferenceCountUtil.release(context));
    }

    SslContext context() {
        return context;
    }

    SslHandler handler(ByteBufAllocator allocator) {
        try {
            return context.newHandler(allocator);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
