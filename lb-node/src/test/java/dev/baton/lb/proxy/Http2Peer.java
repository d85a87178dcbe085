package dev.baton.lb.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that speaks HTTP/2 in clear text by hand, frame by frame. Reads wait ten seconds at most. */
final class Http2Peer implements Closeable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private static final String[] ERRORS = {
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM"
    };

    private final Peer peer;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);

    private Http2Peer(Peer peer) {
        this.peer = peer;
    }

    /** @param settings identifiers and values by turns */
    static Http2Peer connect(Proxied proxied, int... settings) throws IOException {
        Http2Peer fresh = new Http2Peer(proxied.connect());
        fresh.peer.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        return fresh.send(SETTINGS, 0, 0, payload.array());
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Frame(int type, int flags, int stream, byte[] payload) {

        boolean isLast() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }

        int number(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    Http2Peer send(int type, int flags, int stream, byte[] payload) throws IOException {
        peer.send(frame(type, flags, stream, payload));
        return this;
    }

    Http2Peer send(byte[] bytes) throws IOException {
        peer.send(bytes);
        return this;
    }

    /** @param fields {@code name=value}, with a bar between */
    Http2Peer headers(int stream, boolean last, String fields) throws IOException {
        return send(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(fields));
    }

    Http2Peer get(int stream, String path) throws IOException {
        return headers(stream, true, ":method=GET|:scheme=http|:authority=a|:path=" + path);
    }

    Http2Peer data(int stream, boolean last, String text) throws IOException {
        return send(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Http2Peer reset(int stream) throws IOException {
        return send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** Sends nothing more, and still reads. */
    void end() throws IOException {
        peer.end();
    }

    /** Each field as a literal that nobody remembers (RFC 7541, 6.2.2). */
    static byte[] block(String fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String field : fields.split("\\|", -1)) {
            int equals = field.indexOf('=', 1);
            block.write(0);
            string(block, field.substring(0, equals));
            string(block, field.substring(equals + 1));
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        int length = text.length();
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            int rest = length - 127;
            for (; rest >= 128; rest >>= 7) {
                out.write((rest & 127) | 128);
            }
            out.write(rest);
        }
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next frame; null at the end of the connection. */
    @Nullable Frame read() throws IOException {
        try {
            byte[] head = peer.readBytes(9);
            if (head.length < 9) {
                return null;
            }
            ByteBuffer in = ByteBuffer.wrap(head);
            int length = ((in.get() & 0xff) << 16) | (in.getShort() & 0xffff);
            return new Frame(in.get(), in.get(), in.getInt(), peer.readBytes(length));
        } catch (SocketException _) {
            return null;
        }
    }

    /** The next frame of this type. */
    Frame await(int type) throws IOException {
        for (Frame next = read(); next != null; next = read()) {
            if (next.type == type) {
                return next;
            }
        }
        throw new IOException("the connection ended before a frame of type " + type);
    }

    /** The code of the next GOAWAY with one, by its name. */
    String awaitError() throws IOException {
        for (Frame next = await(GOAWAY); ; next = await(GOAWAY)) {
            if (next.number(4) != 0) {
                return ERRORS[next.number(4)];
            }
        }
    }

    /** What comes on a stream up to its end, frame by frame: the fields in brackets, the data, the error. */
    String await(int type, int stream) throws IOException {
        List<String> seen = new ArrayList<>();
        for (Frame next = read(); next != null; next = read()) {
            if (next.stream == stream && next.type != WINDOW_UPDATE) {
                seen.add(text(next));
                if (next.isLast() || next.type == RST_STREAM || next.type == type) {
                    break;
                }
            }
        }
        return String.join(" ", seen);
    }

    /** As above, to the end of the stream. */
    String answer(int stream) throws IOException {
        return await(RST_STREAM, stream);
    }

    private String text(Frame frame) {
        return switch (frame.type) {
            case HEADERS -> "[" + fields(frame.payload) + "]";
            case RST_STREAM -> ERRORS[frame.number(0)];
            default -> frame.text();
        };
    }

    private String fields(byte[] block) {
        try {
            Http2Headers headers = decoder.decodeHeaders(0, Unpooled.wrappedBuffer(block));
            List<String> fields = new ArrayList<>();
            headers.forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
            return String.join("|", fields);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
