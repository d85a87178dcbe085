package dev.baton.lb.proxy.h2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;

/** Reads what was written for the other side of HTTP/1.1, and is well-formed for it, into fields of HTTP/2. */
public final class FieldLines {

    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");

    private FieldLines() {}

    /** @param head from the status line to the empty one; read to its end */
    public static Http2Headers response(ByteBuf head) {
        byte[] bytes = bytes(head);
        return response(bytes, status(bytes));
    }

    /** As above, with another status and without what only HTTP/1.1 needs to change its protocol. */
    public static Http2Headers tunnel(ByteBuf head) {
        return response(bytes(head), 200);
    }

    /**
     * @param head from the request line to the empty one; read to its end
     * @param secure whether it goes over TLS
     * @param otherwise whom it asks when it names nobody
     */
    public static Http2Headers request(ByteBuf head, boolean secure, String otherwise) {
        byte[] bytes = bytes(head);
        int method = indexOf(bytes, 0, ' ');
        int target = indexOf(bytes, method + 1, ' ');
        AsciiString[] fields = fields(bytes, indexOf(bytes, target, '\n') + 1);
        AsciiString authority = AsciiString.EMPTY_STRING;
        int kept = 0;
        for (int i = 0; i < fields.length; i += 2) {
            if (FieldRules.HOST.contentEquals(fields[i])) {
                authority = fields[i + 1];
            } else {
                fields[kept++] = fields[i];
                fields[kept++] = fields[i + 1];
            }
        }
        return ReadOnlyHttp2Headers.clientHeaders(
                false,
                new AsciiString(bytes, 0, method, false),
                new AsciiString(bytes, method + 1, target - method - 1, false),
                secure ? HTTPS : HTTP,
                authority.isEmpty() ? new AsciiString(otherwise) : authority,
                Arrays.copyOf(fields, kept));
    }

    private static int indexOf(byte[] bytes, int from, char wanted) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    /** @param lines each with its CRLF */
    public static Http2Headers trailers(byte[] lines) {
        return ReadOnlyHttp2Headers.trailers(false, fields(lines.clone(), 0));
    }

    private static Http2Headers response(byte[] bytes, int status) {
        int at = STATUS_AT;
        while (bytes[at] != '\n') {
            at++;
        }
        return ReadOnlyHttp2Headers.serverHeaders(
                false, HttpResponseStatus.valueOf(status).codeAsText(), fields(bytes, at + 1));
    }

    private static byte[] bytes(ByteBuf head) {
        byte[] bytes = new byte[head.readableBytes()];
        head.readBytes(bytes);
        return bytes;
    }

    private static int status(byte[] bytes) {
        return (bytes[STATUS_AT] - '0') * 100 + (bytes[STATUS_AT + 1] - '0') * 10 + bytes[STATUS_AT + 2] - '0';
    }

    /** Names and values by turns, which share the bytes. */
    private static AsciiString[] fields(byte[] bytes, int start) {
        AsciiString[] fields = new AsciiString[32];
        int count = 0;
        int at = start;
        while (at < bytes.length && bytes[at] != '\r') {
            int colon = at;
            while (bytes[colon] != ':') {
                bytes[colon] = lower(bytes[colon]);
                colon++;
            }
            int end = colon + 1;
            while (bytes[end] != '\r') {
                end++;
            }
            AsciiString name = new AsciiString(bytes, at, colon - at, false);
            if (!FieldRules.isOfConnection(name)) {
                if (count == fields.length) {
                    fields = Arrays.copyOf(fields, 2 * count);
                }
                fields[count++] = name;
                fields[count++] = value(bytes, colon + 1, end);
            }
            at = end + 2;
        }
        return Arrays.copyOf(fields, count);
    }

    private static AsciiString value(byte[] bytes, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (to > from && isBlank(bytes[to - 1])) {
            to--;
        }
        return new AsciiString(bytes, from, to - from, false);
    }

    private static boolean isBlank(byte each) {
        return each == ' ' || each == '\t';
    }

    private static byte lower(byte each) {
        return each >= 'A' && each <= 'Z' ? (byte) (each + 32) : each;
    }
}
