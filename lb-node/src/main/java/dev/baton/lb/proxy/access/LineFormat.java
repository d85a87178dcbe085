package dev.baton.lb.proxy.access;

import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Security;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/** A line that people who know HAProxy's can read. */
final class LineFormat implements Format {

    private final Timestamps timestamps = Timestamps.local();

    @Override
    public void write(Trail trail, ByteBuf out) {
        out.writeBytes(trail.client).writeByte(':');
        Text.decimal(trail.port, out);
        Text.ascii(" [", out);
        timestamps.write(trail.beganMillis, out);
        Text.ascii("] ", out);
        Text.ascii(trail.frontend(), out);
        where(trail, out);
        timers(trail, out);
        if (trail.http) {
            Text.decimal(trail.status, out);
            out.writeByte(' ');
        }
        Text.decimal(trail.bytesOut, out);
        out.writeByte(' ')
                .writeByte(trail.cause.code)
                .writeByte(trail.stateCode())
                .writeByte(' ');
        Text.decimal(trail.frontendConnections(), out);
        out.writeByte('/');
        Server server = trail.server;
        Text.decimal(server == null ? 0 : server.connections(), out);
        out.writeByte('/');
        Text.decimal(trail.retries, out);
        if (trail.http) {
            request(trail, out);
        }
        if (trail.security != null) {
            security(trail.security, out);
        }
        out.writeByte('\n');
    }

    private static void where(Trail trail, ByteBuf out) {
        Server server = trail.server;
        out.writeByte(' ');
        Text.ascii(trail.backend == null ? trail.frontend() : trail.backend, out);
        out.writeByte('/');
        Text.ascii(server == null ? "<NOSRV>" : server.name(), out);
        out.writeByte(' ');
    }

    private static void timers(Trail trail, ByteBuf out) {
        if (trail.http) {
            millis(trail.receiveNanos(), '/', out);
        }
        millis(trail.queueNanos(), '/', out);
        millis(trail.connectNanos(), '/', out);
        if (trail.http) {
            millis(trail.responseNanos(), '/', out);
        }
        millis(trail.totalNanos(), ' ', out);
    }

    private static void millis(long nanos, char end, ByteBuf out) {
        Text.decimal(nanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos), out);
        out.writeByte(end);
    }

    private static void request(Trail trail, ByteBuf out) {
        Words words = trail.words;
        if (words.count() > Trail.FIRST_HEADER) {
            char before = '{';
            Text.ascii(" ", out);
            for (int word = Trail.FIRST_HEADER; word < words.count(); word++) {
                out.writeByte(before);
                Text.escaped(words.bytes(), words.start(word), words.end(word), "|{}\"", out);
                before = '|';
            }
            out.writeByte('}');
        }
        Text.ascii(" \"", out);
        if (words.count() == 0) {
            Text.ascii("<BADREQ>", out);
        } else {
            word(words, Trail.METHOD, out);
            out.writeByte(' ');
            word(words, Trail.TARGET, out);
            if (trail.minor < 0) {
                Text.ascii(" <BADREQ>", out);
            } else if (trail.http2) {
                Text.ascii(" HTTP/2.0", out);
            } else {
                Text.ascii(" HTTP/1.", out);
                Text.decimal(trail.minor, out);
            }
        }
        out.writeByte('"');
        if (!words.isEmpty(Trail.ID)) {
            out.writeByte(' ');
            word(words, Trail.ID, out);
        }
        if (trail.reason != null) {
            byte[] reason = Text.bytes(trail.reason);
            Text.ascii(" <", out);
            Text.escaped(reason, 0, reason.length, "<>", out);
            out.writeByte('>');
        }
    }

    /** As HAProxy's option httpslog writes it, and whether the session is an old one. */
    private static void security(Security security, ByteBuf out) {
        byte[] name = Text.bytes(security.name().isEmpty() ? "-" : security.name());
        out.writeByte(' ');
        Text.escaped(name, 0, name.length, " /\"", out);
        out.writeByte('/');
        Text.ascii(security.protocol(), out);
        out.writeByte('/');
        Text.ascii(security.cipher(), out);
        Text.ascii(security.resumed() ? "/resumed" : "/full", out);
    }

    private static void word(Words words, int word, ByteBuf out) {
        Text.escaped(words.bytes(), words.start(word), words.end(word), "\"", out);
    }
}
