package dev.baton.lb.proxy.tcp;

import dev.baton.lb.pool.Backend;
import dev.baton.lb.proxy.access.FrontendLog;
import dev.baton.lb.proxy.hello.ClientHello;
import dev.baton.lb.proxy.hello.Ecdsa;
import dev.baton.lb.proxy.hello.Hello;
import dev.baton.lb.proxy.loop.Beginning;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;

/** Reads which name a TLS client asks for, and passes its bytes on, untouched, to the backend of that name. */
public final class NameReading extends Beginning {

    private final Worker worker;
    private final TcpRoutes routes;
    private final FrontendLog log;

    /** @param patience how long the client may take to ask */
    public NameReading(Worker worker, TcpRoutes routes, Duration patience, FrontendLog log) {
        super(worker, patience);
        this.worker = worker;
        this.routes = routes;
        this.log = log;
    }

    @Override
    protected int bound() {
        return ClientHello.MAX_BYTES;
    }

    @Override
    protected Verdict judge(ChannelHandlerContext ctx, byte[] bytes) {
        return switch (ClientHello.read(bytes, bytes.length)) {
            case Hello.Incomplete(int atLeast) -> new Verdict.More(atLeast);
            case Hello.Named(String name, Ecdsa _) -> to(routes.of(name), name);
            case Hello.Nameless _ -> withoutName();
            case Hello.Alien _ -> withoutName();
        };
    }

    @Override
    protected Verdict without(ChannelHandlerContext ctx, Lack why) {
        return withoutName();
    }

    private Verdict withoutName() {
        Backend backend = routes.withoutName();
        return backend == null ? new Verdict.Close() : to(backend, "");
    }

    private Verdict to(Backend backend, String name) {
        return new Verdict.Next(new TcpSession(worker, backend, log, name), 0);
    }
}
