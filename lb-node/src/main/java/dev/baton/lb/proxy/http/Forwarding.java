package dev.baton.lb.proxy.http;

import dev.baton.lb.config.RoutingConfig.Forwarded;
import io.netty.buffer.ByteBuf;
import java.net.Inet6Address;

/**
 * Tells a server about the client, in {@code X-Forwarded-*} and {@code Forwarded} (RFC 7239). What a peer that isn't
 * trusted has written there is dropped: a server couldn't tell it from the truth.
 */
final class Forwarding {

    /** How the names begin of fields that only proxies write. */
    static final String X_FORWARDED = "x-forwarded-";

    private static final byte[] X_FORWARDED_FOR = Ascii.bytes("X-Forwarded-For: ");
    private static final byte[] X_FORWARDED_PROTO = Ascii.bytes("X-Forwarded-Proto: http\r\n");
    private static final byte[] X_FORWARDED_PROTO_TLS = Ascii.bytes("X-Forwarded-Proto: https\r\n");
    private static final byte[] X_FORWARDED_HOST = Ascii.bytes("X-Forwarded-Host: ");
    private static final byte[] FORWARDED = Ascii.bytes("Forwarded: ");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] CRLF = Ascii.bytes("\r\n");

    private Forwarding() {}

    /** Whether a field is not copied, because it isn't to be believed or is written anew. */
    static boolean drops(Head head, int field, Site site, boolean trusted) {
        return switch (head.kinds[field]) {
            case X_FORWARDED_FOR -> !trusted || site.adds(Forwarded.X_FORWARDED_FOR);
            case FORWARDED -> !trusted || site.adds(Forwarded.FORWARDED);
            case X_FORWARDED_PROTO -> !trusted;
            default -> tellsOfClient(head, field) && (!trusted || hasUnderscore(head, field));
        };
    }

    /** Also with underscores: what speaks CGI to its applications tells {@code X_Forwarded_For} to none of them apart. */
    private static boolean tellsOfClient(Head head, int field) {
        int start = head.nameStart[field];
        int end = start + X_FORWARDED.length();
        return head.nameEnd[field] > end && Ascii.isNamed(head.bytes, start, end, X_FORWARDED);
    }

    /** Whether a field is written as no proxy writes it, which a trusted one has only passed on. */
    private static boolean hasUnderscore(Head head, int field) {
        for (int i = head.nameStart[field]; i < head.nameEnd[field]; i++) {
            if (head.bytes[i] == '_') {
                return true;
            }
        }
        return false;
    }

    /** Writes the fields. They tell of who is connected, whomever it speaks for. */
    static void write(Way way, ByteBuf out) {
        RequestView request = way.request();
        Client peer = way.peer();
        Head head = request.head();
        boolean secure = way.security() != null;
        boolean trusted = way.trusted();
        if (adds(way, Forwarded.X_FORWARDED_FOR, "x-forwarded-for")) {
            out.writeBytes(X_FORWARDED_FOR);
            copy(head, Field.X_FORWARDED_FOR, trusted, out);
            out.writeBytes(peer.text()).writeBytes(CRLF);
        }
        if (adds(way, Forwarded.X_FORWARDED_PROTO, "x-forwarded-proto")
                && !(trusted && has(head, Field.X_FORWARDED_PROTO))) {
            out.writeBytes(secure ? X_FORWARDED_PROTO_TLS : X_FORWARDED_PROTO);
        }
        if (adds(way, Forwarded.X_FORWARDED_HOST, "x-forwarded-host")
                && !(trusted && request.findHeader("x-forwarded-host"))
                && request.findAuthority()) {
            out.writeBytes(X_FORWARDED_HOST);
            out.writeBytes(head.bytes, request.start(), request.end() - request.start());
            out.writeBytes(CRLF);
        }
        if (adds(way, Forwarded.FORWARDED, "forwarded")) {
            out.writeBytes(FORWARDED);
            copy(head, Field.FORWARDED, trusted, out);
            element(request, peer, secure, out);
        }
    }

    private static boolean adds(Way way, Forwarded field, String lower) {
        return way.site().adds(field) && !way.route().request().replaces(lower);
    }

    /** {@code for="[2001:db8::1]";proto=http;host="example.com:80"} (RFC 7239, section 4). */
    private static void element(RequestView request, Client peer, boolean secure, ByteBuf out) {
        boolean ipv6 = peer.address() instanceof Inet6Address;
        TemplateWriter.write(ipv6 ? "for=\"[" : "for=", out);
        out.writeBytes(peer.text());
        TemplateWriter.write(ipv6 ? "]\";proto=http" : ";proto=http", out);
        TemplateWriter.write(secure ? "s" : "", out);
        if (request.findAuthority()) {
            TemplateWriter.write(";host=\"", out);
            out.writeBytes(request.head().bytes, request.start(), request.end() - request.start());
            out.writeByte('"');
        }
        out.writeBytes(CRLF);
    }

    private static boolean has(Head head, Field kind) {
        for (int i = 0; i < head.fields; i++) {
            if (head.kinds[i] == kind) {
                return true;
            }
        }
        return false;
    }

    private static void copy(Head head, Field kind, boolean trusted, ByteBuf out) {
        for (int i = 0; trusted && i < head.fields; i++) {
            if (head.kinds[i] == kind && head.valueEnd[i] > head.valueStart[i]) {
                out.writeBytes(head.bytes, head.valueStart[i], head.valueEnd[i] - head.valueStart[i]);
                out.writeBytes(COMMA);
            }
        }
    }
}
