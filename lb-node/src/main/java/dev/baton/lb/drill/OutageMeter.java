package dev.baton.lb.drill;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Begins a new connection to a frontend every {@value #EVERY_MILLIS} ms on a thread of its own and notes when answers come.
 * One that waits does not hold up the next, so that an outage cannot hide behind a client that waits.
 */
public final class OutageMeter implements AutoCloseable {

    /** Between two connections. */
    public static final int EVERY_MILLIS = 2;

    /** So many good answers in a row mean that all is well. */
    private static final int STEADY = 50;

    private static final long EVERY_NANOS = Duration.ofMillis(EVERY_MILLIS).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final InetSocketAddress target;
    private final byte[] request;
    private final Selector selector;
    /** In the order of their beginnings, and so, with one patience for all, of their ends. */
    private final Deque<Attempt> open = new ArrayDeque<>();

    private final Object lock = new Object();
    private volatile boolean closed;
    // Below: guarded by the lock.
    private @Nullable Long answeredNanos;
    private long longestNanos;
    private long longestSinceNanos;
    private long asked;
    private long failed;
    private long lateNanos;
    private String lastFailure = "";
    private int goodInARow;

    private OutageMeter(InetSocketAddress target, byte[] request) throws IOException {
        this.target = target;
        this.request = request;
        this.selector = Selector.open();
    }

    /**
     * @param request what each connection asks, in HTTP/1; empty if a connection is all that is wanted
     * @param first what the meter's thread does before it begins, for its own priority
     * @throws IOException if there can be no connections at all
     */
    public static OutageMeter start(InetSocketAddress target, byte[] request, Runnable first) throws IOException {
        OutageMeter meter = new OutageMeter(target, request.clone());
        Thread.ofPlatform().daemon().name("baton-drill").start(() -> {
            first.run();
            meter.run();
        });
        return meter;
    }

    /** @return whether from now on so many answers in a row have come within that time that all is well */
    public boolean awaitSteady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            goodInARow = 0;
            for (long left = patience.toMillis(); goodInARow < STEADY && left > 0; ) {
                lock.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
            return goodInARow >= STEADY;
        }
    }

    /** What was seen since the last call, or since the first answer. A gap that goes on counts as long as it is now. */
    public Outage take() {
        synchronized (lock) {
            long now = System.nanoTime();
            if (answeredNanos != null) {
                noteGap(answeredNanos, now);
            }
            Outage seen = new Outage(
                    Duration.ofNanos(longestNanos),
                    Instant.now().minusNanos(now - longestSinceNanos),
                    asked,
                    failed,
                    Duration.ofNanos(lateNanos),
                    lastFailure);
            longestNanos = 0;
            asked = 0;
            failed = 0;
            lateNanos = 0;
            lastFailure = "";
            return seen;
        }
    }

    private void run() {
        try (selector) {
            for (long next = System.nanoTime(); !closed; ) {
                long now = System.nanoTime();
                noteLateness(now - next);
                for (; now - next >= 0; next += EVERY_NANOS) {
                    begin(now);
                }
                expire(now);
                long wait = Math.ceilDiv(next - System.nanoTime(), 1_000_000L);
                selector.select(this::proceed, Math.max(1, wait));
            }
        } catch (IOException e) {
            synchronized (lock) {
                failed++;
                lastFailure = e.toString();
            }
        } finally {
            open.forEach(Attempt::giveUp);
        }
    }

    private void begin(long nowNanos) throws IOException {
        Attempt attempt = Attempt.begin(selector, target, request, nowNanos);
        if (attempt.over()) {
            note(attempt);
        } else {
            open.add(attempt);
        }
    }

    private void proceed(SelectionKey key) {
        if (key.attachment() instanceof Attempt attempt) {
            attempt.proceed(key);
            if (attempt.over()) {
                note(attempt);
            }
        }
    }

    private void expire(long nowNanos) {
        for (Attempt oldest = open.peek(); oldest != null; oldest = open.peek()) {
            if (!oldest.over()) {
                if (nowNanos - oldest.begunNanos() < PATIENCE_NANOS) {
                    return;
                }
                oldest.giveUp();
                note(oldest);
            }
            open.remove();
        }
    }

    private void note(Attempt attempt) {
        synchronized (lock) {
            asked++;
            if (attempt.failure().isEmpty()) {
                long now = System.nanoTime();
                noteGap(answeredNanos == null ? now : answeredNanos, now);
                answeredNanos = now;
                goodInARow++;
                lock.notifyAll();
            } else {
                failed++;
                lastFailure = attempt.failure();
                goodInARow = 0;
            }
        }
    }

    private void noteLateness(long nanos) {
        synchronized (lock) {
            lateNanos = Math.max(lateNanos, nanos);
        }
    }

    private void noteGap(long fromNanos, long toNanos) {
        if (toNanos - fromNanos >= longestNanos) {
            longestNanos = toNanos - fromNanos;
            longestSinceNanos = fromNanos;
        }
    }

    /** Has the thread end soon; nobody has to wait for it. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
