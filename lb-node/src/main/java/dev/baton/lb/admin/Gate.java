package dev.baton.lb.admin;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;

/** Knows who comes by one of the listeners. */
@FunctionalInterface
interface Gate {

    /** Anybody who can reach the address may look; nothing says who it is. */
    Gate OPEN = (channel, _) -> new Caller(
            String.valueOf(channel.remoteAddress()),
            Right.LOOK,
            "admin.http is for looking; the admin socket and admin.https take more");

    /** Who has sent a request with these fields over that connection; never fails. */
    Caller caller(Channel channel, HttpHeaders fields);

    /** The status of HTTP for those who may ask for nothing. */
    default int stranger() {
        return 403;
    }
}
