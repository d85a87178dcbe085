package dev.baton.lb.proxy.http;

import dev.baton.lb.pool.Server;
import io.netty.buffer.ByteBuf;

/** A server's side of one exchange: a connection of HTTP/1.1, or one stream among others. Lives on one event loop. */
interface Upstream {

    Server server();

    /**
     * Gives it to an exchange, and sends its request head.
     *
     * @param head as HTTP/1.1 writes it; owned from here
     */
    void begin(Exchange next, ByteBuf head);

    /**
     * Sends a piece of the request's body.
     *
     * @param piece not empty; owned from here
     * @param chunked whether the length of the body is not known yet
     */
    void piece(ByteBuf piece, boolean chunked);

    /**
     * The body is complete.
     *
     * @param trailers lines, each with its CRLF; mostly none
     * @param chunked as above
     */
    void end(byte[] trailers, boolean chunked);

    /** Sends what was written. */
    void flush();

    /** Whether more of the body can be taken; {@link Exchange#serverWritable} hears when it can again. */
    boolean isWritable();

    /** @param wanted whether the client takes more of the response */
    void reads(boolean wanted);

    /** Whether the server has not answered the present exchange with a single byte. */
    boolean isSilent();

    /** Whether the server has said that it has not looked at the request, and nothing of a body was sent. */
    boolean isRefused();

    /** The exchange has no more use for it, and what is under way on it belongs to nobody. */
    void abandon();
}
