package dev.baton.lb.proxy;

import dev.baton.lb.pool.Server;
import dev.baton.lb.proxy.http.HttpWorker;
import dev.baton.lb.proxy.loop.Encryption;
import dev.baton.lb.proxy.loop.Transport;
import dev.baton.lb.proxy.loop.Worker;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** The event loops, each with what it owns. */
final class Workers {

    private final MultiThreadIoEventLoopGroup group;
    private final List<HttpWorker> all = new ArrayList<>();
    private final IdentityHashMap<EventLoop, HttpWorker> byLoop = new IdentityHashMap<>();

    /** @param encryption speaks TLS with servers */
    Workers(int threads, Transport transport, Encryption encryption) {
        this.group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("baton-worker", true), transport.handlers());
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            HttpWorker worker = new HttpWorker(new Worker(loop, transport, encryption));
            all.add(worker);
            byLoop.put(loop, worker);
        }
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    Worker get(int number) {
        return all.get(number % all.size()).worker();
    }

    HttpWorker of(EventLoop loop) {
        return Objects.requireNonNull(byLoop.get(loop), "loop is not one of these");
    }

    /**
     * Does something on each loop. Returns when all have done it and sent what they wrote for it, or when the bound is over;
     * those that are late do it all the same.
     */
    void onEach(Runnable task, Duration bound) {
        CountDownLatch done = new CountDownLatch(all.size());
        for (HttpWorker worker : all) {
            EventLoop loop = worker.worker().loop();
            try {
                loop.execute(() -> {
                    task.run();
                    loop.execute(done::countDown); // Behind what is flushed at the end of the turn.
                });
            } catch (RejectedExecutionException _) {
                done.countDown(); // The loop has ended, and its clients with it.
            }
        }
        try {
            boolean _ = done.await(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the unused connections to a server that is down. */
    void evict(Server server) {
        for (HttpWorker worker : all) {
            worker.worker().loop().execute(() -> worker.evict(server));
        }
    }

    /** The loops that do not answer within the bound, one sentence each. */
    List<String> silent(Duration bound) throws InterruptedException {
        CountDownLatch answers = new CountDownLatch(all.size());
        AtomicIntegerArray answered = new AtomicIntegerArray(all.size());
        for (int i = 0; i < all.size(); i++) {
            int number = i;
            try {
                get(number).loop().execute(() -> {
                    answered.set(number, 1);
                    answers.countDown();
                });
            } catch (RejectedExecutionException _) {
                answers.countDown(); // The loop has ended, which its missing answer tells.
            }
        }
        boolean _ = answers.await(bound.toNanos(), TimeUnit.NANOSECONDS);
        return IntStream.range(0, all.size())
                .filter(number -> answered.get(number) == 0)
                .mapToObj(
                        number -> "event loop " + (number + 1) + " does not answer within " + bound.toMillis() + " ms")
                .toList();
    }

    /** A loop may end without a look at its sockets, so those that nobody uses are closed before. */
    void stop() {
        for (HttpWorker worker : all) {
            if (!worker.worker().loop().isShuttingDown()) {
                worker.worker().loop().execute(worker::clear);
            }
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
