package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.http.HeadWriter.Framing;
import io.netty.buffer.ByteBuf;

/** Passes one server's response on to the client, as this client understands it. */
interface ResponseWriter {

    /** Whether the client has got the head of the response. */
    boolean isBegun();

    /** Whether the connection may go on after this response. */
    boolean keeps();

    /** Whether the client would take the end of the connection for the end of the body. */
    boolean endsWithConnection();

    /** A response before the response (1xx). */
    void interim(Head response);

    /**
     * @param from how the server delimits the body
     * @param mayKeep whether the connection could take another request
     */
    void begin(Head response, Framing from, boolean mayKeep);

    /** Writes and releases one piece of the body, which must not be empty. */
    void piece(ByteBuf piece);

    /**
     * The response is complete.
     *
     * @param trailers lines, each with its CRLF
     */
    void end(byte[] trailers);

    /** The server agrees to another protocol. */
    void upgrade(Head response);
}
