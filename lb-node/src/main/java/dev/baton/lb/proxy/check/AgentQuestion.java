package dev.baton.lb.proxy.check;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What the agent on a server says: all up to the end of its line or of its connection, at most 1 KiB. */
final class AgentQuestion extends Question<ByteBuf, Optional<String>> {

    private static final int MAX_LINE = 1024;

    private final StringBuilder line = new StringBuilder();

    /** @param asker hears nothing from an agent that can't be reached or says nothing */
    AgentQuestion(Duration timeout, Consumer<Optional<String>> asker) {
        super(ByteBuf.class, timeout, asker);
    }

    @Override
    void connected(Channel to) {
        // It speaks first.
    }

    @Override
    Optional<String> failed(String why) {
        return Optional.empty();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (bytes.isReadable() && line.length() < MAX_LINE) {
            char next = (char) bytes.readUnsignedByte();
            if (next == '\n' || next == '\r') {
                answer(Optional.of(line.toString()));
                return;
            }
            line.append(next);
        }
        if (line.length() >= MAX_LINE) {
            answer(Optional.empty());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answer(line.isEmpty() ? Optional.empty() : Optional.of(line.toString()));
    }
}
