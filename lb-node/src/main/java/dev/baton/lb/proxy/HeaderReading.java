package dev.baton.lb.proxy;

import dev.baton.lb.proxy.loop.Beginning;
import dev.baton.lb.proxy.loop.Origins;
import dev.baton.lb.proxy.loop.Worker;
import dev.baton.lb.proxy.origin.Origin;
import dev.baton.lb.proxy.origin.ProxyHeader;
import dev.baton.lb.proxy.origin.Reading;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Supplier;

/** Reads the PROXY header with which a connection must begin, and notes where it says that the client is. */
final class HeaderReading extends Beginning {

    private final Gate gate;
    private final Supplier<ChannelHandler> session;

    HeaderReading(Worker worker, Gate gate, Supplier<ChannelHandler> session) {
        super(worker, gate.patience());
        this.gate = gate;
        this.session = session;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (gate.isProxy(ctx.channel().remoteAddress())) {
            super.channelActive(ctx);
        } else {
            refuse(ctx, "not one of the networks that may connect");
            close(ctx);
        }
    }

    @Override
    protected int bound() {
        return ProxyHeader.MAX_BYTES;
    }

    @Override
    protected Verdict judge(ChannelHandlerContext ctx, byte[] bytes) {
        return switch (ProxyHeader.read(bytes, bytes.length)) {
            case Reading.Incomplete(int atLeast) -> new Verdict.More(atLeast);
            case Reading.Known(Origin origin, int length) -> {
                Origins.tell(ctx.channel(), origin);
                yield new Verdict.Next(session.get(), length);
            }
            case Reading.Own(int length) -> new Verdict.Next(session.get(), length);
            case Reading.Malformed(String why) -> refuse(ctx, why);
        };
    }

    @Override
    protected Verdict without(ChannelHandlerContext ctx, Lack why) {
        return refuse(ctx, why.words());
    }

    private Verdict refuse(ChannelHandlerContext ctx, String why) {
        gate.refuse(ctx.channel().remoteAddress(), why);
        return new Verdict.Close();
    }
}
