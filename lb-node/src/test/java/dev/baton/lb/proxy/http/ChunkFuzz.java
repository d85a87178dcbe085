package dev.baton.lb.proxy.http;

import dev.baton.lb.proxy.ReferenceReader;
import dev.baton.lb.proxy.ReferenceReader.Message;
import dev.baton.lb.proxy.ReferenceReader.Reading;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What Jazzer calls with bytes of its choice: where they end as a chunked body, and what it is, is the same to the proxy
 * and to a strict reader, in how many pieces ever they come.
 */
public final class ChunkFuzz {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final BodyReader READER = new BodyReader(new Head());

    private ChunkFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String whole = read(data, data.length);
        for (int step = 1; step < Math.min(data.length, 8); step++) {
            if (!read(data, step).equals(whole)) {
                throw new AssertionError("in pieces of " + step + ": " + read(data, step) + ", whole: " + whole);
            }
        }
    }

    /** The body and what is left behind it; empty when it is broken or not whole. */
    private static String read(byte[] data, int step) {
        StringBuilder body = new StringBuilder();
        ByteBuf in = Unpooled.buffer(data.length);
        READER.beginChunked();
        for (int at = 0; at < data.length && !READER.isDone() && !READER.isBroken(); at += step) {
            in.writeBytes(data, at, Math.min(step, data.length - at));
            for (ByteBuf piece = READER.next(in); piece != null; piece = READER.next(in)) {
                body.append(piece.toString(StandardCharsets.ISO_8859_1));
                piece.release();
            }
        }
        if (!READER.isDone()) {
            return "";
        }
        String all = new String(data, StandardCharsets.ISO_8859_1);
        int end = in.readerIndex();
        Reading reading = ReferenceReader.requests(HEAD + all.substring(0, end));
        List<Message> messages = reading.messages();
        if (messages.size() != 1
                || !reading.rest().isEmpty()
                || !messages.getFirst().body().contentEquals(body)) {
            throw new AssertionError("\"" + body + "\" up to " + end + " is read as " + reading);
        }
        return body + "\n" + end;
    }
}
