package dev.baton.lb.proxy.http;

import dev.baton.lb.config.SendProxy;
import dev.baton.lb.config.ServerProtocol;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.access.Cause;
import dev.baton.lb.proxy.http.Refusal.Status;
import dev.baton.lb.proxy.loop.Approach;
import dev.baton.lb.proxy.loop.Failures;
import dev.baton.lb.proxy.loop.Introduction;
import dev.baton.lb.proxy.loop.Placement;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server for one request, and another one as long as nothing of the request can have been acted upon. While a
 * server has the request it is counted there.
 */
final class Dispatch implements Placement.Seeker {

    /** How often a server that has not looked at a request is asked again before it is the turn of another one. */
    private static final int MOST_REFUSALS = 2;

    private final HttpWorker worker;
    private final Exchange exchange;
    private final Backend backend;
    private final Bond bond;
    private final Placement placement;
    private final boolean replayable;
    private @Nullable ByteBuf head;
    private @Nullable Server server;
    private @Nullable Refusal failure;
    private boolean reused;
    private int refusals;
    private boolean over;

    /**
     * @param key what the backend goes by ({@link Backend#key})
     * @param bond the server that the client belongs to
     * @param replayable whether the request may be sent twice
     * @param head the request head as the server gets it; owned from here
     */
    Dispatch(
            HttpWorker worker,
            Exchange exchange,
            Backend backend,
            long key,
            Bond bond,
            boolean replayable,
            ByteBuf head) {
        this.worker = worker;
        this.exchange = exchange;
        this.backend = backend;
        this.bond = bond;
        this.placement = new Placement(worker.worker(), backend, key, own(bond), this);
        this.replayable = replayable;
        this.head = head;
    }

    /** Without affinity a client belongs to the server that knows it by a connection. */
    private @Nullable Server own(Bond bond) {
        Server own = bond.own();
        return own == null ? exchange.client().ownConnections().acquaintance(backend) : own;
    }

    /** Looks for a server; ends in {@link Exchange#attached} or {@link Exchange#fail}, mostly before it returns. */
    void start() {
        release();
        placement.seek();
    }

    @Override
    public void nowhere(String why) {
        exchange.fail(
                failure != null
                        ? failure
                        : new Refusal(Status.UNAVAILABLE, why, exchange.trail().vain()));
    }

    @Override
    public void waits() {
        exchange.trail().waits();
    }

    @Override
    public void placed(Server next, boolean waited) {
        begin(next);
        if (waited) {
            exchange.proceed();
        }
    }

    /** @param next counts this request already */
    private void begin(Server next) {
        server = next;
        bond.placed(next);
        exchange.trail().chosen(next);
        if (next.protocol() == ServerProtocol.H2) {
            reused = true;
            share(next);
            return;
        }
        ServerConnection pooled = kept(next);
        if (pooled != null) {
            reused = true;
            attach(pooled);
        } else {
            connect(next);
        }
    }

    private void share(Server to) {
        if (exchange.isUpgrade()) {
            String why = "server " + to.name() + " is asked in HTTP/2, over which no other protocol is passed on";
            exchange.fail(new Refusal(Status.BAD_GATEWAY, why, Cause.PROXY));
        } else {
            worker.streams().find(to, approach(to), backend.timeouts(), new Sharing(to));
        }
    }

    private @Nullable ServerConnection kept(Server of) {
        ServerConnection own = exchange.client().ownConnections().take(of, replayable);
        return own == null ? shelf(of).take(of, replayable) : own;
    }

    /** A connection that begins with a client's address is of use to nobody else. */
    private Shelf shelf(Server of) {
        return of.sendProxy() == SendProxy.NONE
                ? worker.pool()
                : exchange.client().ownConnections();
    }

    private void connect(Server to) {
        reused = false;
        ServerConnection fresh = new ServerConnection(worker, shelf(to), to, backend.timeouts());
        ChannelFuture connecting =
                worker.worker().connect(approach(to), backend.timeouts().connect(), fresh);
        connecting.addListener(_ -> {
            if (over) {
                fresh.abort();
            } else if (connecting.isSuccess()) {
                attach(fresh);
                exchange.proceed();
            } else {
                unreachable(to, connecting.cause());
            }
        });
    }

    private Approach approach(Server to) {
        byte[] header = Introduction.client(exchange.client().channel(), to.sendProxy());
        return new Approach(to.address(), header, to.tls(), Approach.Purpose.TRAFFIC);
    }

    private void unreachable(Server to, Throwable cause) {
        Status status = Failures.isLate(cause) ? Status.GATEWAY_TIMEOUT : Status.UNAVAILABLE;
        backend.verdicts().failed(to);
        elsewhere(
                to,
                new Refusal(status, "server " + to.name() + ": " + Failures.connect(cause)),
                Failures.isBrief(cause));
    }

    /**
     * Tries another server; where there is none, the client hears of the failure of this one.
     *
     * @param brief whether this one may be back soon
     */
    void elsewhere(Server passed, Refusal refusal, boolean brief) {
        failure = refusal;
        placement.passed(passed, brief);
        exchange.trail().again();
        start();
        // A pooled connection is ready at once, and nobody else would look at this request again.
        exchange.proceed();
    }

    private void attach(Upstream to) {
        ByteBuf bytes = head;
        if (bytes == null) {
            throw new IllegalStateException("the request head was given away");
        }
        boolean mayBeRefused = to.server().protocol() == ServerProtocol.H2;
        if (mayBeRefused || (replayable && (reused || backend.retry().isGenerous()))) {
            exchange.attached(to, bytes.retainedDuplicate());
        } else {
            head = null;
            exchange.attached(to, bytes);
        }
    }

    /**
     * Asks again, if the old connection was closing while we wrote (RFC 9112, 9.3.1), or the server has not looked at the
     * request (RFC 9113, 8.7): nothing the client need know.
     *
     * @return false when that is not what has happened
     */
    boolean repeat(Upstream broken) {
        Server same = server;
        if (same == null || head == null) {
            return false;
        }
        if (broken.isRefused() && ++refusals > MOST_REFUSALS) {
            elsewhere(
                    same,
                    new Refusal(Status.BAD_GATEWAY, "server " + same.name() + " refuses the request unseen"),
                    false);
            return true;
        }
        if (!broken.isRefused() && !(reused && broken.isSilent() && replayable)) {
            return false;
        }
        reused = broken.isRefused();
        exchange.trail().again();
        if (same.protocol() == ServerProtocol.H2) {
            share(same);
        } else {
            connect(same);
        }
        return true;
    }

    /** Whether it stands in line for a server with room. */
    boolean isWaiting() {
        return placement.isWaiting();
    }

    /** Whether the request, which has reached a server, may be sent to another one. */
    boolean mayRepeat() {
        return replayable && head != null && placement.hasRetries();
    }

    /** Whether it may be, and there is another one: the answer of this one is given up for that. */
    boolean hasBetter(Server than) {
        return mayRepeat() && placement.hasWayOn(than);
    }

    /** The server to blame when no answer comes; null while there is none. */
    @Nullable Server server() {
        return server;
    }

    /** A server answers: no other one will be asked. */
    void settle() {
        if (head != null) {
            head.release();
            head = null;
        }
    }

    /** Gives away the server, which goes on counting this request until the new owner says that it is finished. */
    @Nullable Server handOver() {
        Server given = server;
        server = null;
        return given;
    }

    void end() {
        over = true;
        placement.cancel();
        settle();
        release();
    }

    private void release() {
        if (server != null) {
            server.finished();
            server = null;
        }
    }

    /** Looks for a place on a connection that carries many requests. */
    private final class Sharing implements ServerStreams.Seeker {

        private final Server to;

        /** Whether the answer comes later than the question. */
        private boolean later;

        Sharing(Server to) {
            this.to = to;
        }

        @Override
        public void waits() {
            later = true;
        }

        @Override
        public void found(ServerStream place) {
            if (!over) {
                attach(place);
                if (later) {
                    exchange.proceed();
                }
            }
        }

        @Override
        public void crowded() {
            if (!over) {
                share(to);
            }
        }

        @Override
        public void failed(Throwable why) {
            if (!over) {
                unreachable(to, why);
            }
        }
    }
}
