package dev.baton.lb.admin;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who is at the other end of an admin connection, as the kernel says it. */
final class Callers {

    private Callers() {}

    /** The user of the process that connected (SO_PEERCRED); the address, where there is no such thing. */
    static String name(Channel channel) {
        UnixDomainPrincipal peer = null;
        try {
            peer = channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
        } catch (RuntimeException _) {
            // Not a unix socket, or one whose peer is gone.
        }
        return peer == null
                ? String.valueOf(channel.remoteAddress())
                : "user " + peer.user().getName();
    }
}
