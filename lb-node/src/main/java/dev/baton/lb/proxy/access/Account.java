package dev.baton.lb.proxy.access;

import dev.baton.lb.pool.Server;
import dev.baton.lb.traffic.Counts;
import dev.baton.lb.traffic.Figure;
import dev.baton.lb.traffic.Meter;
import io.netty.channel.Channel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts what passes over one connection of a client, for its frontend and for the servers that it goes to. */
final class Account {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Object loop;
    private final Counts frontend;
    private final Channel client;
    private final Function<String, Meter> backends;
    private final FirstAnswers firstAnswers;
    private String backendName = "";
    private @Nullable Counts backend;
    private @Nullable Counts server;

    /** @param client the connection; all calls are made on its event loop */
    Account(Channel client, Counts frontend, Function<String, Meter> backends, FirstAnswers firstAnswers) {
        this.loop = client.eventLoop();
        this.client = client;
        this.backends = backends;
        this.firstAnswers = firstAnswers;
        this.frontend = frontend;
    }

    /** For another request at the same time. */
    Account beside() {
        Account other = new Account(client, frontend, backends, firstAnswers);
        other.backendName = backendName;
        other.backend = backend;
        return other;
    }

    void opened() {
        frontend.add(Figure.STARTED, 1);
    }

    void closed() {
        frontend.add(Figure.CLOSED, 1);
    }

    /** @param name of the backend, which is mostly that of the last request too */
    void routed(String name) {
        if (!name.equals(backendName)) {
            backendName = name;
            backend = backends.apply(name).of(loop);
        }
    }

    /** @param received bytes of the client that were there before a server was known */
    void chosen(Server next, long received) {
        Counts counts = next.traffic().of(loop);
        server = counts;
        counts.add(Figure.STARTED, 1);
        counts.add(Figure.BYTES_IN, received);
    }

    /** The last attempt was in vain. */
    void again() {
        both(Figure.RETRIES, 1);
    }

    void in(long bytes) {
        both(Figure.BYTES_IN, bytes);
    }

    void out(long bytes) {
        both(Figure.BYTES_OUT, bytes);
    }

    /** A server's answer is on its way to the client. */
    void served() {
        firstAnswers.served(client);
    }

    private void both(Figure figure, long more) {
        frontend.add(figure, more);
        if (server != null) {
            server.add(figure, more);
        }
    }

    void end(Trail trail) {
        switch (trail.cause) {
            case CLIENT, CLIENT_LATE -> both(Figure.CLIENT_ABORTS, 1);
            case SERVER, SERVER_LATE -> both(Figure.SERVER_ERRORS, 1);
            case PROXY -> both(Figure.REFUSALS, 1);
            case NONE, LOCAL, KILLED -> {}
        }
        if (trail.http) {
            both(Figure.answer(trail.status), 1);
            times(trail);
        }
        server = null;
    }

    /** How long a connection lives that speaks another protocol by now says nothing of this one. */
    private void times(Trail trail) {
        if (trail.status > 0 && trail.status != SWITCHING_PROTOCOLS) {
            frontend.took(trail.totalNanos());
            long response = trail.responseNanos();
            if (server != null && response >= 0) {
                server.took(response);
                if (backend != null) {
                    backend.took(response);
                }
            }
        }
    }
}
