package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.loop.Ends;
import dev.baton.lb.proxy.loop.Resets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;

/**
 * Passes bytes on between a stream of HTTP/2 and a connection to a server that is its own (RFC 8441). An end goes on as
 * an end, and a reset as a reset.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes and closes arrive in exceptionCaught
final class StreamTunnel extends ChannelInboundHandlerAdapter {

    private final ClientStream client;
    private final DuplexChannel server;
    private final Duration silence;
    private int owed;
    private boolean serverEnded;
    private boolean clientEnded;

    /** @param silence how long both may be silent */
    StreamTunnel(ClientStream client, DuplexChannel server, Duration silence) {
        this.client = client;
        this.server = server;
        this.silence = silence;
    }

    /** From here on it reads from the server. */
    void begin() {
        server.pipeline().addLast(this);
        server.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        server.config().setAutoRead(client.isWritable());
        client.patience(silence);
        client.flush();
        if (!server.isActive()) {
            client.broken();
        } else if (Ends.isInputOver(server)) {
            endOfServer(); // The event was fired when nobody was there to hear it.
        }
    }

    /**
     * The client has sent something.
     *
     * @param data not given away
     * @return how much of it may be acknowledged at once
     */
    int data(ByteBuf data, boolean last) {
        int size = data.readableBytes();
        client.patience(silence);
        client.trail().in(size);
        server.writeAndFlush(data.retain(), server.voidPromise());
        if (last && !clientEnded) {
            clientEnded = true;
            server.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Ends.output(server));
        }
        if (server.isWritable()) {
            return size;
        }
        owed += size;
        return 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        client.patience(silence);
        client.trail().out(bytes.readableBytes());
        client.data(bytes, false);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        client.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && owed > 0) {
            int settled = owed;
            owed = 0;
            client.consumed(settled);
        }
    }

    void clientWritable(boolean writable) {
        client.patience(silence);
        server.config().setAutoRead(writable);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endOfServer();
        }
    }

    private void endOfServer() {
        if (!serverEnded) {
            serverEnded = true;
            client.data(Unpooled.EMPTY_BUFFER, true);
            client.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!serverEnded || !clientEnded) {
            client.broken();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** The stream is no more. */
    void clientGone() {
        if (serverEnded && clientEnded) {
            server.close();
        } else {
            Resets.close(server);
        }
    }
}
