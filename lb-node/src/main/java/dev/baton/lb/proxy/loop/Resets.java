package dev.baton.lb.proxy.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;

/** Closing with a reset: what is still on its way is dropped, and the other end can tell it from an ordinary end. */
public final class Resets {

    private Resets() {}

    @SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
    public static void close(Channel channel) {
        if (channel.isOpen()) {
            try {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            } catch (ChannelException e) {
                // The other end has reset it already.
            }
            ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
            if (tls == null) {
                channel.close();
            } else {
                tls.close(); // Past it: its own way to close begins with the word that all is well.
            }
        }
    }
}
