package dev.baton.lb.proxy.http;

import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.config.AffinityConfig;
import dev.baton.lb.pool.Affinity;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Homes;
import dev.baton.lb.pool.Server;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Clients that are known by something in their requests, and whose server every node has in its table. */
final class KeptServer implements Stickiness {

    private final Backend backend;
    private final AffinityConfig.Kept kind;
    private final Homes homes;

    KeptServer(Backend backend, Affinity.Kept affinity) {
        this.backend = backend;
        this.kind = affinity.kind();
        this.homes = affinity.homes();
    }

    @Override
    public Bond bond(RequestView request) {
        AffinityKey key = key(request);
        if (kind instanceof AffinityConfig.Learned learned) {
            return new Learning(learned.name(), key);
        }
        return key == null ? Bond.NONE : new Known(key);
    }

    private @Nullable AffinityKey key(RequestView request) {
        return switch (kind) {
            case AffinityConfig.Learned learned -> found(request.findCookie(learned.name()), request);
            case AffinityConfig.Header header -> found(request.findHeader(header.name()), request);
            case AffinityConfig.Query query -> found(request.findQuery(query.name()), request);
            case AffinityConfig.Source _ -> homes.key(request.client().address());
            case AffinityConfig.Sni _ -> null; // Clients of HTTP frontends don't speak TLS with us.
        };
    }

    /** What is empty is the same for all who don't have it. */
    private @Nullable AffinityKey found(boolean found, RequestView request) {
        return found && request.end() > request.start()
                ? homes.key(Arrays.copyOfRange(request.head().bytes, request.start(), request.end()))
                : null;
    }

    private @Nullable Server find(@Nullable String server) {
        return server == null ? null : backend.find(server);
    }

    /** Belongs to whoever gets its first request. */
    private final class Known implements Bond {

        private final AffinityKey key;
        private final @Nullable Server own;

        Known(AffinityKey key) {
            this.key = key;
            this.own = find(homes.serverOf(key));
        }

        @Override
        public @Nullable Server own() {
            return own;
        }

        /** Already now: the client's next request may come before the answer to this one. */
        @Override
        public void placed(Server server) {
            homes.put(key, server);
        }
    }

    /** Belongs to the server that has set the cookie. */
    private final class Learning implements Bond {

        private final String cookie;
        private final @Nullable AffinityKey key;
        private final boolean known;
        private final @Nullable Server own;
        private @Nullable Server placed;

        Learning(String cookie, @Nullable AffinityKey key) {
            this.cookie = cookie;
            this.key = key;
            String server = key == null ? null : homes.serverOf(key);
            this.known = server != null;
            this.own = find(server);
        }

        @Override
        public @Nullable Server own() {
            return own;
        }

        /** A value that no server has set is none that is kept: clients can't fill the table with what they invent. */
        @Override
        public void placed(Server server) {
            placed = server;
            if (known && key != null) {
                homes.put(key, server);
            }
        }

        @Override
        public void answered(Head response) {
            for (int i = 0; placed != null && i < response.fields; i++) {
                if (SetCookies.isNamed(response, i, cookie) && !SetCookies.hasEnded(response, i)) {
                    int start = SetCookies.valueStart(response, i);
                    int end = SetCookies.valueEnd(response, i);
                    if (end > start) {
                        homes.put(homes.key(Arrays.copyOfRange(response.bytes, start, end)), placed);
                    }
                }
            }
        }
    }
}
