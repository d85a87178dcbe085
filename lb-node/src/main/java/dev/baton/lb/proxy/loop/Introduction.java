package dev.baton.lb.proxy.loop;

import dev.baton.lb.config.SendProxy;
import dev.baton.lb.proxy.origin.Origin;
import dev.baton.lb.proxy.origin.ProxyHeader;
import dev.baton.lb.proxy.origin.ProxyHeader.Version;
import io.netty.channel.Channel;

/** The PROXY header with which a connection to a server begins. Sent at once: where servers speak first they wait for it. */
public final class Introduction {

    /** No header at all. */
    static final byte[] NONE = {};

    private Introduction() {}

    /** Tells the server on whose behalf it is connected. */
    public static byte[] client(Channel client, SendProxy how) {
        return switch (how) {
            case NONE -> NONE;
            case V1 -> header(Version.V1, client);
            case V2 -> {
                Security security = Security.of(client);
                Origin origin = Origins.of(client);
                yield security == null || origin == null
                        ? header(Version.V2, client)
                        : ProxyHeader.write(origin, security.tlvs());
            }
        };
    }

    /** Tells the server that it is connected on behalf of nobody else. */
    public static byte[] own(SendProxy how) {
        return switch (how) {
            case NONE -> NONE;
            case V1 -> ProxyHeader.writeOwn(Version.V1);
            case V2 -> ProxyHeader.writeOwn(Version.V2);
        };
    }

    private static byte[] header(Version version, Channel client) {
        Origin origin = Origins.of(client);
        return origin == null ? ProxyHeader.writeOwn(version) : ProxyHeader.write(version, origin);
    }
}
