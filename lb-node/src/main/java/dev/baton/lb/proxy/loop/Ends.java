package dev.baton.lb.proxy.loop;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The ends of the two halves of a connection, where TLS has its own. */
public final class Ends {

    private Ends() {}

    /** Says that nothing more is sent, behind what was written. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure means that the connection is gone
    public static void output(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(_ -> channel.shutdownOutput());
        }
    }

    /** Whether the end of the connection alone does not say that all was sent: TLS has a word for that. */
    public static boolean hasOwnEnd(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** Whether the other end has said that it sends nothing more. */
    public static boolean isInputOver(DuplexChannel channel) {
        if (channel.isInputShutdown()) {
            return true;
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls != null && tls.engine().isInboundDone();
    }
}
