package dev.baton.lb.proxy.http;

import dev.baton.lb.affinity.cookie.ServerTokens;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import org.jspecify.annotations.Nullable;

/** Between a client and the server that its cookie names. */
abstract class CookieBond implements Bond {

    private final @Nullable Server own;
    private @Nullable Server placed;

    /** Reads the server from a cookie. */
    interface Reading {

        /** @return the server's index, or {@link ServerTokens#NOBODY} */
        int serverOf(Head head, CookiePairs cookie);
    }

    CookieBond(@Nullable Server own) {
        this.own = own;
    }

    @Override
    public final @Nullable Server own() {
        return own;
    }

    @Override
    public final void placed(Server server) {
        placed = server;
    }

    /** Where the request was sent last; null before it was. */
    final @Nullable Server placed() {
        return placed;
    }

    /** The server that the first cookie of a name which names one does; null when none does. */
    static @Nullable Server owner(RequestView request, Backend backend, String name, Reading reading) {
        Head head = request.head();
        for (int i = 0; i < head.fields; i++) {
            if (head.kinds[i] == Field.COOKIE) {
                CookiePairs pairs = request.cookies(i);
                while (pairs.next()) {
                    int server = pairs.isNamed(name) ? reading.serverOf(head, pairs) : ServerTokens.NOBODY;
                    if (server != ServerTokens.NOBODY) {
                        return backend.servers().get(server);
                    }
                }
            }
        }
        return null;
    }
}
