package dev.baton.lb.proxy.loop;

import dev.baton.lb.config.ServerTls;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a connection leads, and how it begins.
 *
 * @param address who is to accept it
 * @param header what comes before everything else, in clear; mostly nothing
 * @param tls how TLS is spoken on it; empty for in clear
 * @param purpose what it is for
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Approach(InetSocketAddress address, byte[] header, Optional<ServerTls> tls, Purpose purpose) {

    /**
     * Whoever only asks how a server is keeps to TLS sessions of its own. A check may close before the server has sent a
     * ticket, and would leave nothing to resume to those that come after it.
     */
    public enum Purpose {
        TRAFFIC,
        CHECK
    }

    /** Nothing before what is said. */
    public static Approach clear(InetSocketAddress address) {
        return new Approach(address, Introduction.NONE, Optional.empty(), Purpose.CHECK);
    }
}
