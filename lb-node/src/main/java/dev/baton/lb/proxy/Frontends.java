package dev.baton.lb.proxy;

import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.config.FrontendConfig.Mode;
import dev.baton.lb.pool.Addresses;
import dev.baton.lb.proxy.loop.Drain;
import dev.baton.lb.proxy.loop.Failures;
import dev.baton.lb.proxy.loop.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The listening sockets and the connections accepted from them. Each has one acceptor that deals connections out to
 * the loops in turn: with a SO_REUSEPORT socket per loop a second Baton of the same user would bind the same port
 * without an error, and few connections would fall unevenly.
 */
final class Frontends {

    /**
     * Netty accepts one, and more only when told not to guess whether there are any: when turns are long, more come in than
     * are let in.
     */
    private static final int ACCEPTED_A_TURN = 64;

    private final Workers workers;
    private final Transport transport;

    /** What is done for those who came in by each door: the one thing that a reload publishes. */
    private volatile Map<Door, Service> services = Map.of();

    private volatile Map<InetSocketAddress, Open> open = Map.of();

    /** @param door where the clients of its frontend come in */
    private record Open(Listening socket, Door door, String frontend) {}

    Frontends(Workers workers, Transport transport) {
        this.workers = workers;
        this.transport = transport;
    }

    /**
     * Binds what these frontends need beyond what is bound already, all or nothing. Nobody is accepted there before
     * {@link #commit}.
     *
     * @throws IOException if an address can't be listened on; the message names frontend, address, reason and way out
     */
    Map<InetSocketAddress, Listening> bind(List<FrontendConfig> frontends) throws IOException {
        Map<InetSocketAddress, Listening> fresh = new HashMap<>();
        try {
            for (FrontendConfig frontend : frontends) {
                if (!open.containsKey(frontend.bind())) {
                    fresh.put(frontend.bind(), listen(frontend));
                }
            }
        } catch (IOException | RuntimeException e) {
            release(fresh);
            throw e;
        }
        return fresh;
    }

    /** Gives up what was bound and is not wanted after all. */
    static void release(Map<InetSocketAddress, Listening> fresh) {
        fresh.values().forEach(Listening::close);
    }

    /**
     * Serves these from now on, by one publication: a request sees all of the old, or all of the new. Who came by a
     * frontend that is not there any more may finish what he does.
     *
     * @param fresh from {@link #bind}
     */
    void commit(List<Service> wanted, Map<InetSocketAddress, Listening> fresh) {
        Map<InetSocketAddress, Open> next = new LinkedHashMap<>();
        Map<Door, Service> published = new HashMap<>(occupied());
        for (Service service : wanted) {
            FrontendConfig frontend = service.frontend();
            Open kept = open.get(frontend.bind());
            Door door = kept != null && kept.door().fits(frontend) ? kept.door() : new Door(this::service);
            Listening socket = kept != null ? kept.socket() : Objects.requireNonNull(fresh.get(frontend.bind()));
            next.put(frontend.bind(), new Open(socket, door, frontend.name()));
            published.put(door, service);
        }
        Map<InetSocketAddress, Open> before = open;
        services = Map.copyOf(published);
        open = next;
        wanted.forEach(service -> {
            Open now = Objects.requireNonNull(next.get(service.frontend().bind()));
            now.socket().serve(service.frontend(), now.door());
        });
        dismiss(before, next);
    }

    private static void dismiss(Map<InetSocketAddress, Open> before, Map<InetSocketAddress, Open> next) {
        Set<Door> kept = new HashSet<>(next.values().stream().map(Open::door).toList());
        before.forEach((address, old) -> {
            if (!next.containsKey(address)) {
                old.socket().close();
            }
            if (!kept.contains(old.door())) {
                old.door().empty(Drain.AFTER_ANSWER);
            }
        });
    }

    /** The doors that are open or that somebody is still behind. */
    private Map<Door, Service> occupied() {
        Map<Door, Service> occupied = new HashMap<>(services);
        Set<Door> now = new HashSet<>(open.values().stream().map(Open::door).toList());
        occupied.keySet().removeIf(door -> !now.contains(door) && door.clients().isEmpty());
        return occupied;
    }

    private Service service(Door door) {
        return Objects.requireNonNull(services.get(door), "nobody is behind this door any more");
    }

    /** What is done for those who come in now. */
    List<Service> serving() {
        return open.values().stream().map(each -> service(each.door())).toList();
    }

    /** A listener that is the caller's to close, and that {@link #closed} does not miss. */
    Listening listen(FrontendConfig frontend) throws IOException {
        Listener listener = new Listener();
        Accepted accepted = new Accepted(workers);
        ChannelFuture bound = new ServerBootstrap()
                .group(workers.group())
                .channelFactory(transport.listener(frontend.bind()))
                .handler(listener)
                .option(ChannelOption.AUTO_READ, false)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator()
                                .respectMaybeMoreData(false)
                                .maxMessagesPerRead(ACCEPTED_A_TURN))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, frontend.mode() == Mode.HTTP)
                .childHandler(accepted)
                .bind(frontend.bind())
                .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            String address = Addresses.text(frontend.bind());
            throw new IOException(Failures.bind(frontend.name(), address, frontend.bind(), cause), cause);
        }
        return new Listening(bound.channel(), listener, accepted);
    }

    /** The clients of this address hear that it goes away; returns when they have, or when the bound is over. */
    void dismiss(InetAddress address, Duration bound) {
        workers.onEach(() -> services.keySet().forEach(door -> door.dismiss(address)), bound);
    }

    /** The frontends that do not listen any more, one sentence each. */
    List<String> closed() {
        return open.values().stream()
                .filter(each -> !each.socket().channel().isActive())
                .map(each -> "frontend \"" + each.frontend() + "\" does not listen any more")
                .toList();
    }

    void stop(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        open.values().forEach(each -> each.socket().close());
        List<Door> doors = new ArrayList<>(services.keySet());
        doors.forEach(door -> door.empty(Drain.AT_ONCE));
        for (Door door : doors) {
            long left = Math.max(0, end - System.nanoTime());
            door.clients().newCloseFuture().awaitUninterruptibly(left, TimeUnit.NANOSECONDS);
        }
        doors.forEach(door -> door.clients().close().awaitUninterruptibly());
    }
}
