package dev.baton.lb.proxy.loop;

import dev.baton.lb.config.SendProxy;
import dev.baton.lb.proxy.origin.Origin;
import dev.baton.lb.proxy.origin.ProxyHeader;
import dev.baton.lb.proxy.origin.ProxyHeader.Version;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** The PROXY header with which a connection to a server begins. Sent at once: where servers speak first they wait for it. */
@SuppressWarnings("FutureReturnValueIgnored") // failures of writes arrive in exceptionCaught
public final class Introduction {

    private Introduction() {}

    /** Tells the server on whose behalf it is connected. */
    public static void client(Channel client, Channel server, SendProxy how) {
        switch (how) {
            case NONE -> {}
            case V1 -> send(server, header(Version.V1, client));
            case V2 -> {
                Security security = Security.of(client);
                Origin origin = Origins.of(client);
                send(
                        server,
                        security == null || origin == null
                                ? header(Version.V2, client)
                                : ProxyHeader.write(origin, security.tlvs()));
            }
        }
    }

    /** Tells the server that it is connected on behalf of nobody else. */
    public static void own(Channel server, SendProxy how) {
        switch (how) {
            case NONE -> {}
            case V1 -> send(server, ProxyHeader.writeOwn(Version.V1));
            case V2 -> send(server, ProxyHeader.writeOwn(Version.V2));
        }
    }

    private static byte[] header(Version version, Channel client) {
        Origin origin = Origins.of(client);
        return origin == null ? ProxyHeader.writeOwn(version) : ProxyHeader.write(version, origin);
    }

    private static void send(Channel server, byte[] header) {
        server.writeAndFlush(Unpooled.wrappedBuffer(header), server.voidPromise());
    }
}
