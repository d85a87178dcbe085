package dev.baton.lb.proxy.access;

import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Security;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object of JSON a line. What is not known is left out. */
final class JsonFormat implements Format {

    private static final long UNKNOWN = -1;

    private final Timestamps timestamps = Timestamps.utc();
    private final List<byte[]> headers;

    /** @param headers the names of the captured fields, in their order */
    JsonFormat(List<String> headers) {
        this.headers = headers.stream().map(Text::bytes).toList();
    }

    @Override
    public void write(Trail trail, ByteBuf out) {
        Text.ascii("{\"time\":\"", out);
        timestamps.write(trail.beganMillis, out);
        Text.ascii("Z\"", out);
        name("frontend", trail.frontend(), out);
        bytes("client", trail.client, out);
        if (trail.port == 0) {
            bytes("peer", trail.peer, out);
        } else {
            number("port", trail.port, out);
        }
        name("backend", trail.backend, out);
        Server server = trail.server;
        name("server", server == null ? null : server.name(), out);
        if (trail.http) {
            request(trail, out);
        }
        number("bytes_in", trail.bytesIn, out);
        number("bytes_out", trail.bytesOut, out);
        millis("queue_ms", trail.queueNanos(), out);
        millis("connect_ms", trail.connectNanos(), out);
        millis("total_ms", trail.totalNanos(), out);
        Text.ascii(",\"termination\":\"", out);
        out.writeByte(trail.cause.code).writeByte(trail.stateCode()).writeByte('"');
        number("retries", trail.retries, out);
        number("frontend_connections", trail.frontendConnections(), out);
        number("server_connections", server == null ? UNKNOWN : server.connections(), out);
        if (trail.security != null) {
            security(trail.security, out);
        }
        Text.ascii("}\n", out);
    }

    private void request(Trail trail, ByteBuf out) {
        Words words = trail.words;
        word("method", words, Trail.METHOD, out);
        word("uri", words, Trail.TARGET, out);
        if (trail.minor >= 0) {
            name("version", trail.http2 ? "HTTP/2.0" : "HTTP/1." + (char) ('0' + trail.minor), out);
        }
        word("host", words, Trail.HOST, out);
        word("request_id", words, Trail.ID, out);
        number("status", trail.status, out);
        if (trail.reason != null) {
            bytes("reason", Text.bytes(trail.reason), out);
        }
        millis("receive_ms", trail.receiveNanos(), out);
        millis("response_ms", trail.responseNanos(), out);
        if (words.count() > Trail.FIRST_HEADER) {
            headers(words, out);
        }
    }

    private void headers(Words words, ByteBuf out) {
        Text.ascii(",\"headers\":{", out);
        boolean more = false;
        for (int i = 0; i < headers.size(); i++) {
            int word = Trail.FIRST_HEADER + i;
            if (!words.isEmpty(word)) {
                if (more) {
                    out.writeByte(',');
                }
                more = true;
                Text.json(headers.get(i), 0, headers.get(i).length, out);
                out.writeByte(':');
                Text.json(words.bytes(), words.start(word), words.end(word), out);
            }
        }
        out.writeByte('}');
    }

    private static void security(Security security, ByteBuf out) {
        name("tls", security.protocol(), out);
        name("cipher", security.cipher(), out);
        key("resumed", out);
        Text.ascii(Boolean.toString(security.resumed()), out);
        if (!security.name().isEmpty()) {
            bytes("sni", Text.bytes(security.name()), out);
        }
    }

    private static void key(String key, ByteBuf out) {
        Text.ascii(",\"", out);
        Text.ascii(key, out);
        Text.ascii("\":", out);
    }

    private static void word(String key, Words words, int word, ByteBuf out) {
        if (!words.isEmpty(word)) {
            key(key, out);
            Text.json(words.bytes(), words.start(word), words.end(word), out);
        }
    }

    private static void bytes(String key, byte[] value, ByteBuf out) {
        key(key, out);
        Text.json(value, 0, value.length, out);
    }

    /** Names of the configuration need no escapes. */
    private static void name(String key, @Nullable String value, ByteBuf out) {
        if (value != null) {
            key(key, out);
            out.writeByte('"');
            Text.ascii(value, out);
            out.writeByte('"');
        }
    }

    private static void number(String key, long value, ByteBuf out) {
        if (value != UNKNOWN) {
            key(key, out);
            Text.decimal(value, out);
        }
    }

    private static void millis(String key, long nanos, ByteBuf out) {
        if (nanos >= 0) {
            key(key, out);
            Text.millis(nanos, out);
        }
    }
}
