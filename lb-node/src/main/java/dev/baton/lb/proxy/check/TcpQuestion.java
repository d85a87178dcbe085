package dev.baton.lb.proxy.check;

import dev.baton.ha.track.Finding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.function.Consumer;

/** Whether a server accepts connections and, where it is asked in TLS, shows who it is. One that resets the connection right away has accepted it all the same. */
final class TcpQuestion extends Question<ByteBuf, Finding> {

    TcpQuestion(Duration timeout, Consumer<Finding> asker) {
        super(ByteBuf.class, timeout, asker);
    }

    @Override
    void connected(Channel to) {
        answer(Finding.GOOD);
    }

    @Override
    Finding failed(String why) {
        return Finding.bad(why);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        // What it says is not asked for.
    }
}
