package dev.baton.lb.proxy.tcp;

import dev.baton.floatingip.IpText;
import dev.baton.lb.balance.Xxh64;
import dev.baton.lb.config.HashKey;
import dev.baton.lb.pool.Subject;
import dev.baton.lb.proxy.loop.Origins;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A client of which nothing is known but its address.
 *
 * @param channel the client's
 */
record ClientSubject(Channel channel) implements Subject {

    @Override
    public long hash(HashKey part) {
        return switch (part.part()) {
            case SOURCE -> source();
            case URI, PATH, QUERY, HEADER, COOKIE -> ABSENT;
        };
    }

    private long source() {
        if (Origins.client(channel) instanceof InetSocketAddress remote) {
            byte[] text = IpText.of(remote.getAddress()).getBytes(StandardCharsets.US_ASCII);
            return Xxh64.of(text, 0, text.length);
        }
        return ABSENT;
    }
}
