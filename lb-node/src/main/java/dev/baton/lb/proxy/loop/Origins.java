package dev.baton.lb.proxy.loop;

import dev.baton.lb.proxy.origin.Origin;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Who a client's connection comes from: what a proxy before this one has said of it, or else who is connected. */
public final class Origins {

    private static final AttributeKey<Origin> ORIGIN = AttributeKey.valueOf(Origins.class, "origin");

    private Origins() {}

    /** From now on the connection is that of another one. */
    public static void tell(Channel client, Origin origin) {
        client.attr(ORIGIN).set(origin);
    }

    /** Both ends of the client's connection; null when it is gone, or not of the internet. */
    public static @Nullable Origin of(Channel client) {
        Origin told = client.hasAttr(ORIGIN) ? client.attr(ORIGIN).get() : null;
        if (told != null) {
            return told;
        }
        return client.remoteAddress() instanceof InetSocketAddress remote
                        && client.localAddress() instanceof InetSocketAddress local
                ? new Origin(remote, local)
                : null;
    }

    /** The client's address. */
    public static SocketAddress client(Channel client) {
        Origin told = client.hasAttr(ORIGIN) ? client.attr(ORIGIN).get() : null;
        return told == null ? client.remoteAddress() : told.source();
    }
}
