package dev.baton.lb.proxy.http;

import dev.baton.lb.affinity.cookie.ServerTokens;
import dev.baton.lb.affinity.cookie.SetCookie;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A cookie of Baton's own, which the client is given when it has none or another server's, and which no server gets to
 * see. What isn't one of ours, be it garbage, forged or of a server that is gone, is as good as none.
 */
final class InsertedCookie implements Stickiness {

    private final Backend backend;
    private final String name;
    private final ServerTokens tokens;
    private final byte[][] lines;

    InsertedCookie(Backend backend, Affinity.Inserted affinity) {
        this.backend = backend;
        this.name = affinity.kind().name();
        this.tokens = affinity.tokens();
        this.lines = backend.servers().stream()
                .map(server -> SetCookie.line(
                        name, tokens.of(server.index()), affinity.kind().attributes()))
                .map(Ascii::bytes)
                .toArray(byte[][]::new);
    }

    @Override
    public Bond bond(RequestView request) {
        return new Told(CookieBond.owner(
                request, backend, name, (head, cookie) -> tokens.find(head.bytes, cookie.valueStart(), cookie.end())));
    }

    @Override
    public boolean rewrites(RequestView request, int field, ByteBuf out) {
        if (!isIn(request.cookies(field))) {
            return false;
        }
        CookiePairs pairs = request.cookies(field);
        while (pairs.next()) {
            if (!pairs.isNamed(name)) {
                pairs.write(out);
            }
        }
        pairs.finish(out);
        return true;
    }

    private boolean isIn(CookiePairs pairs) {
        while (pairs.next()) {
            if (pairs.isNamed(name)) {
                return true;
            }
        }
        return false;
    }

    /** What the client's cookie said. */
    private final class Told extends CookieBond {

        Told(@Nullable Server own) {
            super(own);
        }

        /** A cookie of this name that the server sets would be taken for ours. */
        @Override
        public boolean rewrites(Head response, int field, ByteBuf out) {
            return SetCookies.isNamed(response, field, name);
        }

        @Override
        public void write(ByteBuf out) {
            Server placed = placed();
            if (placed != null && placed != own()) {
                out.writeBytes(lines[placed.index()]);
            }
        }
    }
}
