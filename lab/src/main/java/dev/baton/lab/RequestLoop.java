package dev.baton.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Sends a request on a new connection every interval, on one thread. Open loop: a slow answer does not hold up the next
 * request, so an outage can't hide behind a waiting client.
 */
final class RequestLoop {
    /** A loop that was held up for longer lets go what it has missed: nobody sends it all at once. */
    private static final long HELD_UP_NANOS = Duration.ofMillis(50).toNanos();

    private final InetSocketAddress target;
    private final byte[] request;
    private final String serverHeader;
    private final long intervalNanos;
    private final long timeoutNanos;
    private final Consumer<Outcome> sink;
    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** In order of start, and so, with one timeout for all, in order of deadline. */
    private final Deque<Exchange> open = new ArrayDeque<>();

    private boolean stopped;
    private long latestNanos;

    RequestLoop(URI uri, Duration interval, Duration timeout, String serverHeader, Consumer<Outcome> sink)
            throws IOException {
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        this.target = new InetSocketAddress(host, port);
        this.request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(path, uri.getRawAuthority())
                .getBytes(StandardCharsets.US_ASCII);
        this.serverHeader = serverHeader;
        this.intervalNanos = interval.toNanos();
        this.timeoutNanos = timeout.toNanos();
        this.sink = sink;
        this.selector = Selector.open();
    }

    /** Runs something on the loop's thread, soon. Any thread may call this. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Ends {@link #run()}; to be called on the loop's thread. */
    void stop() {
        stopped = true;
    }

    /** By how much this loop itself was late at most since it was asked last; to be called on the loop's thread. */
    long takeLatenessNanos() {
        long lateness = latestNanos;
        latestNanos = 0;
        return lateness;
    }

    /** Whether a request from before that time has no outcome yet; to be called on the loop's thread. */
    boolean waitsSinceBefore(long nanos) {
        for (Exchange exchange : open) {
            if (exchange.startNanos - nanos >= 0) {
                return false;
            }
            if (exchange.outcome() == null) {
                return true;
            }
        }
        return false;
    }

    /** Works until stopped. */
    void run() throws IOException {
        try (selector) {
            long nextStart = System.nanoTime();
            while (!stopped) {
                long now = System.nanoTime();
                latestNanos = Math.max(latestNanos, now - nextStart);
                if (now - nextStart > HELD_UP_NANOS) {
                    forgive(now - nextStart);
                    nextStart = now;
                }
                while (now - nextStart >= 0) {
                    start(now);
                    nextStart += intervalNanos;
                }
                expire(now);
                long waitMillis = Math.max(1, (nextStart - System.nanoTime() + 999_999) / 1_000_000);
                selector.select(this::onReady, waitMillis);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            open.forEach(exchange -> exchange.onTimeout(System.nanoTime()));
        }
    }

    private void start(long now) throws IOException {
        Exchange exchange = Exchange.open(selector, target, request, serverHeader, now);
        if (!report(exchange)) {
            open.add(exchange);
        }
    }

    private void onReady(SelectionKey key) {
        Exchange exchange = (Exchange) key.attachment();
        exchange.onReady(key);
        report(exchange);
    }

    /** Nobody is to blame for what this loop did not read or send in time. */
    private void forgive(long nanos) {
        open.forEach(exchange -> exchange.forgive(nanos));
    }

    private void expire(long now) {
        for (Exchange oldest = open.peek(); oldest != null; oldest = open.peek()) {
            if (oldest.outcome() == null) {
                if (now - oldest.startNanos - oldest.forgivenNanos() < timeoutNanos) {
                    return;
                }
                oldest.onTimeout(now);
                report(oldest);
            }
            open.remove();
        }
    }

    private boolean report(Exchange exchange) {
        Outcome outcome = exchange.outcome();
        if (outcome == null) {
            return false;
        }
        sink.accept(outcome);
        return true;
    }
}
