package dev.baton.lb.proxy.http;

import io.netty.buffer.ByteBuf;

/** Writes the head of a message anew from its parsed form: what wasn't understood can't be passed on. */
final class HeadWriter {

    private static final byte[] REQUEST_END = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] STATUS_START = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] HOST = Ascii.bytes("Host: ");
    private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Ascii.bytes("Connection: upgrade\r\n");
    private static final byte[] TRAILERS = Ascii.bytes("TE: trailers\r\nConnection: TE\r\n");
    private static final byte[] CRLF = Ascii.bytes("\r\n");

    private HeadWriter() {}

    /**
     * A request as a server gets it.
     *
     * @param way what is done with it on the way
     * @param server {@code host:port} for a client of HTTP/1.0 that named no host at all
     * @param upgrade whether the wish to change the protocol is passed on
     */
    static void request(Way way, ByteBuf out, byte[] server, boolean upgrade) {
        Head head = way.head();
        out.writeBytes(head.bytes, 0, head.methodEnd).writeByte(' ');
        way.target(out);
        out.writeBytes(REQUEST_END);
        if (head.host < 0 && !way.setsHost()) {
            host(head, out, server);
        }
        for (int i = 0; i < head.fields; i++) {
            boolean expect = head.kinds[i] == Field.EXPECT && head.minor == 0;
            if (!expect && !way.drops(i) && !way.rewrites(i, out)) {
                field(head, i, out, upgrade);
            }
        }
        if (head.chunked) {
            out.writeBytes(CHUNKED);
        } else if (head.contentLength >= 0) {
            length(head.contentLength, out);
        }
        if (upgrade) {
            out.writeBytes(UPGRADE);
        } else if (head.acceptsTrailers) {
            out.writeBytes(TRAILERS);
        }
        way.fields(out);
        out.writeBytes(CRLF);
    }

    /** A response of a server that no client belongs to, or that is not the final one. */
    static void response(Head head, ByteBuf out, Framing framing, Connection connection, FieldEdits edits) {
        response(head, out, framing, connection, edits, Bond.NONE);
    }

    /**
     * A response as the client gets it.
     *
     * @param framing how the body is delimited towards the client
     * @param connection what is said about the connection
     * @param edits changes of its fields
     * @param bond what it must tell the client of its server, whatever the edits say
     */
    static void response(Head head, ByteBuf out, Framing framing, Connection connection, FieldEdits edits, Bond bond) {
        out.writeBytes(STATUS_START);
        decimal(head.status, out);
        out.writeByte(' ');
        out.writeBytes(head.bytes, head.reasonStart, head.reasonEnd - head.reasonStart);
        out.writeBytes(CRLF);
        for (int i = 0; i < head.fields; i++) {
            if (!edits.drops(head, i) && !bond.rewrites(head, i, out)) {
                field(head, i, out, connection == Connection.UPGRADE);
            }
        }
        edits.write(out);
        bond.write(out);
        switch (framing) {
            case CHUNKED -> out.writeBytes(CHUNKED);
            case LENGTH -> length(head.contentLength, out);
            case NONE, UNTIL_CLOSE -> {}
        }
        switch (connection) {
            case CLOSE -> out.writeBytes(CLOSE);
            case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
            case UPGRADE -> out.writeBytes(UPGRADE);
            case UNSAID -> {}
        }
        out.writeBytes(CRLF);
    }

    private static void host(Head head, ByteBuf out, byte[] server) {
        int authority = head.authorityEnd - head.authorityStart;
        out.writeBytes(HOST);
        if (authority > 0) {
            out.writeBytes(head.bytes, head.authorityStart, authority);
        } else {
            out.writeBytes(server);
        }
        out.writeBytes(CRLF);
    }

    private static void field(Head head, int i, ByteBuf out, boolean upgrade) {
        Field kind = head.kinds[i];
        if (kind.isHopByHop() && !(upgrade && kind == Field.UPGRADE)) {
            return;
        }
        // A client can't make us drop what servers rely on by naming it: only fields nobody here knows can be named.
        if (head.namesFields && kind == Field.OTHER && head.isNamedByConnection(i)) {
            return;
        }
        out.writeBytes(head.bytes, head.nameStart[i], head.nameEnd[i] - head.nameStart[i]);
        out.writeByte(':').writeByte(' ');
        out.writeBytes(head.bytes, head.valueStart[i], head.valueEnd[i] - head.valueStart[i]);
        out.writeBytes(CRLF);
    }

    private static void length(long length, ByteBuf out) {
        out.writeBytes(LENGTH);
        decimal(length, out);
        out.writeBytes(CRLF);
    }

    private static void decimal(long value, ByteBuf out) {
        if (value >= 10) {
            decimal(value / 10, out);
        }
        out.writeByte((int) ('0' + value % 10));
    }

    /** How a body is delimited. */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    /** What a response says about the connection. */
    enum Connection {
        UNSAID,
        CLOSE,
        KEEP_ALIVE,
        UPGRADE
    }
}
