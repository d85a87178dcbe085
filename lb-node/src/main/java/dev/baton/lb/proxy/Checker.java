package dev.baton.lb.proxy;

import dev.baton.ha.track.Threshold;
import dev.baton.lb.config.BackendConfig.CheckConfig;
import dev.baton.lb.health.Health;
import dev.baton.lb.pool.Backend;
import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.loop.Failures;
import dev.baton.lb.proxy.loop.Resets;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one server again and again whether it accepts connections, and publishes the verdict when it flips. Lives on
 * one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class Checker {

    private static final Logger log = LoggerFactory.getLogger(Checker.class);
    private static final ChannelHandler NOTHING = new Nothing();

    private final Worker worker;
    private final Backend backend;
    private final Server server;
    private final CheckConfig check;
    private final Threshold threshold;
    private final Consumer<Server> onDown;
    private boolean asking;
    private volatile boolean stopped;

    Checker(Worker worker, Backend backend, Server server, CheckConfig check, Consumer<Server> onDown) {
        this.worker = worker;
        this.backend = backend;
        this.server = server;
        this.check = check;
        this.threshold = new Threshold(check.rise(), check.fall());
        this.onDown = onDown;
    }

    /**
     * @param first until the first check
     * @param phase between the first and the second, so that the servers are not all asked in the same moment for ever
     */
    void start(Duration first, Duration phase) {
        later(first, () -> {
            ask();
            later(phase, this::repeat);
        });
    }

    /** May be called by any thread, and more than once. */
    void stop() {
        stopped = true;
    }

    private void later(Duration delay, Runnable task) {
        worker.loop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void repeat() {
        if (!stopped) {
            ask();
            later(check.interval(), this::repeat);
        }
    }

    private void ask() {
        if (stopped || asking) {
            return;
        }
        asking = true;
        ChannelFuture connecting = worker.connect(server.address(), check.timeout(), NOTHING);
        connecting.addListener(_ -> {
            asking = false;
            // A reset instead of a FIN: checks must not fill the node with sockets in TIME_WAIT.
            Resets.close(connecting.channel());
            answered(connecting.cause());
        });
    }

    private void answered(@Nullable Throwable failure) {
        if (stopped || !threshold.observe(failure == null)) {
            return;
        }
        backend.judge(server, failure == null ? Health.UP : Health.DOWN);
        if (failure == null) {
            log.info("server {}/{} is up: it accepts connections", backend.name(), server);
        } else {
            log.warn(
                    "server {}/{} is down: {}, check timeout {} ms",
                    backend.name(),
                    server,
                    Failures.connect(failure),
                    check.timeout().toMillis());
            onDown.accept(server);
        }
    }

    /** A check reads nothing; a server that resets the connection right away has accepted it all the same. */
    @ChannelHandler.Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
