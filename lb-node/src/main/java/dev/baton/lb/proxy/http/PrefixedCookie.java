package dev.baton.lb.proxy.http;

import dev.baton.lb.affinity.cookie.ServerTokens;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A cookie of the application whose value begins, as long as it is with the client, with the server and {@code ~}
 * (HAProxy's {@code cookie NAME prefix}). The server gets what it has set.
 */
final class PrefixedCookie implements Stickiness {

    private static final char END = '~';
    private static final char QUOTE = '"';

    private final Backend backend;
    private final String name;
    private final ServerTokens tokens;
    private final byte[][] prefixes;

    PrefixedCookie(Backend backend, Affinity.Prefixed affinity) {
        this.backend = backend;
        this.name = affinity.kind().name();
        this.tokens = affinity.tokens();
        this.prefixes = backend.servers().stream()
                .map(server -> Ascii.bytes(tokens.of(server.index()) + END))
                .toArray(byte[][]::new);
    }

    @Override
    public Bond bond(RequestView request) {
        return new Told(CookieBond.owner(request, backend, name, this::find));
    }

    private int find(Head head, CookiePairs pairs) {
        int start = unquoted(head, pairs.valueStart(), pairs.end());
        int mark = mark(head, start, pairs.end());
        return mark < 0 ? ServerTokens.NOBODY : tokens.find(head.bytes, start, mark);
    }

    /** Also without the server of a former configuration, which the application knows as little as today's. */
    @Override
    public boolean rewrites(RequestView request, int field, ByteBuf out) {
        Head head = request.head();
        if (!isIn(head, request.cookies(field))) {
            return false;
        }
        CookiePairs pairs = request.cookies(field);
        while (pairs.next()) {
            int start = unquoted(head, pairs.valueStart(), pairs.end());
            int mark = pairs.isNamed(name) ? mark(head, start, pairs.end()) : -1;
            if (mark < 0) {
                pairs.write(out);
            } else {
                pairs.writeWithout(start, mark + 1, out);
            }
        }
        pairs.finish(out);
        return true;
    }

    private boolean isIn(Head head, CookiePairs pairs) {
        while (pairs.next()) {
            if (pairs.isNamed(name) && mark(head, pairs.valueStart(), pairs.end()) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int unquoted(Head head, int start, int end) {
        return start < end && head.bytes[start] == QUOTE ? start + 1 : start;
    }

    /** Where the first mark is that ends a server, or -1. */
    private static int mark(Head head, int start, int end) {
        for (int at = start; at < end; at++) {
            if (head.bytes[at] == END) {
                return at;
            }
        }
        return -1;
    }

    /** What the client's cookie said. */
    private final class Told extends CookieBond {

        Told(@Nullable Server own) {
            super(own);
        }

        /** An empty value ends a session: there is nothing to put a server in front of. */
        @Override
        public boolean rewrites(Head response, int field, ByteBuf out) {
            Server placed = placed();
            if (placed == null || !SetCookies.isNamed(response, field, name)) {
                return false;
            }
            int valueStart = SetCookies.valueStart(response, field);
            int start = unquoted(response, valueStart, SetCookies.valueEnd(response, field));
            if (start == SetCookies.valueEnd(response, field)) {
                return false;
            }
            int nameStart = response.nameStart[field];
            out.writeBytes(response.bytes, nameStart, start - nameStart);
            out.writeBytes(prefixes[placed.index()]);
            out.writeBytes(response.bytes, start, response.valueEnd[field] - start);
            out.writeByte('\r').writeByte('\n');
            return true;
        }
    }
}
