package dev.baton.lb.proxy.http;

import dev.baton.lb.config.HttpLimits;
import dev.baton.lb.proxy.ReferenceReader;
import dev.baton.lb.proxy.ReferenceReader.Reading;
import dev.baton.lb.proxy.http.HeadWriter.Connection;
import dev.baton.lb.proxy.http.HeadWriter.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * What Jazzer calls with bytes of its choice: a head that the proxy takes for one is written anew as one that a strict
 * reader takes for the same, with nothing behind it.
 */
public final class HeadFuzz {

    private static final Head HEAD = new Head();
    private static final Site SITE = Routing.site("");
    private static final byte[] SERVER = Ascii.bytes("10.0.0.1:80");

    private HeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        ByteBuf in = Unpooled.wrappedBuffer(data);
        int length = new HeadFinder().find(in);
        if (length == HeadFinder.INCOMPLETE || length > HttpLimits.LARGEST.head()) {
            return;
        }
        HEAD.load(in, length, HttpLimits.LARGEST);
        if (HeadParser.request(HEAD) == null) {
            request();
        }
        HEAD.load(Unpooled.wrappedBuffer(data), length, HttpLimits.LARGEST);
        if (HeadParser.response(HEAD) == null) {
            response();
        }
    }

    private static void request() {
        String start = text(0, HEAD.methodEnd) + " " + text(HEAD.targetStart, HEAD.targetEnd);
        ByteBuf out = Unpooled.buffer();
        HeadWriter.request(Routing.way(SITE, HEAD, "192.0.2.7"), out, SERVER, HEAD.asksForUpgrade());
        String body = HEAD.chunked ? "0\r\n\r\n" : "x".repeat(Math.clamp(HEAD.contentLength, 0, 1000));
        if (HEAD.contentLength <= 1000) {
            requireOne(ReferenceReader.requests(out.toString(StandardCharsets.ISO_8859_1) + body), start);
        }
    }

    private static void response() {
        Framing framing = HEAD.chunked ? Framing.CHUNKED : HEAD.contentLength >= 0 ? Framing.LENGTH : Framing.NONE;
        ByteBuf out = Unpooled.buffer();
        HeadWriter.response(HEAD, out, framing, Connection.KEEP_ALIVE, FieldEdits.NONE);
        String body = HEAD.chunked ? "0\r\n\r\n" : "x".repeat(Math.clamp(HEAD.contentLength, 0, 1000));
        boolean bodiless = HEAD.status < 200 || HEAD.status == 204 || HEAD.status == 304;
        if (!bodiless && HEAD.contentLength <= 1000) {
            requireOne(ReferenceReader.responses(out.toString(StandardCharsets.ISO_8859_1) + body), "" + HEAD.status);
        }
    }

    private static void requireOne(Reading reading, String start) {
        if (reading.messages().size() != 1
                || !reading.rest().isEmpty()
                || !reading.messages().getFirst().start().equals(start)) {
            throw new AssertionError(start + " is read as " + reading);
        }
    }

    private static String text(int from, int to) {
        return new String(HEAD.bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
