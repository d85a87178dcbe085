package dev.baton.lb.admin;

import dev.baton.lb.admin.AdminServer.Secrecy;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Tells of clients that did not get through their handshake. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class HandshakeWatch extends ChannelInboundHandlerAdapter {

    private final Secrecy secrecy;

    HandshakeWatch(Secrecy secrecy) {
        this.secrecy = secrecy;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            secrecy.failed(ctx.channel().remoteAddress(), handshake.cause());
            ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }
}
