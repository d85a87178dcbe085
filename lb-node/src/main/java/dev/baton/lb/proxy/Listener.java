package dev.baton.lb.proxy;

import dev.baton.lb.proxy.loop.Failures;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the acceptor of a listening socket. When a connection can't be accepted (mostly: no descriptor is
 * left), it pauses, because the socket stays readable and the loop would spin.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
@ChannelHandler.Sharable
final class Listener extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final String frontend;

    Listener(String frontend) {
        this.frontend = frontend;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelConfig config = ctx.channel().config();
        if (config.isAutoRead()) {
            log.warn("frontend \"{}\": accept failed: {}; trying again in 1 s", frontend, Failures.connect(cause));
            config.setAutoRead(false);
            ctx.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
        }
    }
}
