package dev.baton.lb.proxy.access;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes to one destination. Whoever brings it lines does not wait: when it lags behind, they are lost. */
final class LogWriter {

    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);

    /** Batches of {@link LineBuffer#FULL} bytes at most: some 8 MiB. */
    private static final int MAX_WAITING = 128;

    /** Between two reports of loss. */
    private static final Duration REPORT = Duration.ofSeconds(10);

    private final String name;
    private final Destination destination;
    private final BlockingQueue<Batch> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private volatile boolean ending;
    private boolean failing;
    private long reported = System.nanoTime() - REPORT.toNanos();

    /**
     * Lines on their way.
     *
     * @param bytes with their line ends
     * @param lines how many
     */
    private record Batch(ByteBuf bytes, int lines) {}

    /** @param name of the destination, for reports */
    LogWriter(String name, Destination destination) {
        this.name = name;
        this.destination = destination;
        this.thread = Thread.ofPlatform().daemon().name("baton-access-log").start(this::run);
    }

    /** Takes lines over, or counts them as lost. Never blocks. */
    void hand(ByteBuf bytes, int lines) {
        if (!waiting.offer(new Batch(bytes, lines))) {
            lost.addAndGet(lines);
        }
    }

    private void run() {
        try {
            Batch next = next();
            while (next != null) {
                write(next);
                reportNowAndThen();
                next = next();
            }
            report();
            destination.close();
        } catch (InterruptedException | IOException _) {
            // The end, too.
        }
    }

    /** Null at the end. */
    private @Nullable Batch next() throws InterruptedException {
        Batch next = waiting.poll(100, TimeUnit.MILLISECONDS);
        while (next == null && !ending) {
            next = waiting.poll(100, TimeUnit.MILLISECONDS);
        }
        return next;
    }

    private void write(Batch batch) {
        try {
            destination.write(batch.bytes.nioBuffer());
            if (failing) {
                failing = false;
                log.info("access log {} can be written again", name);
            }
        } catch (IOException e) {
            lost.addAndGet(batch.lines);
            if (!failing) {
                failing = true;
                log.warn("access log {} cannot be written: {}; its lines are lost until it can", name, e.toString());
            }
        }
    }

    private void reportNowAndThen() {
        if (lost.get() > 0 && System.nanoTime() - reported >= REPORT.toNanos()) {
            reported = System.nanoTime();
            report();
        }
    }

    private void report() {
        long lines = lost.getAndSet(0);
        if (lines > 0) {
            log.warn("access log {}: {} lines were lost", name, lines);
        }
    }

    /** Writes what waits, within {@code patience}, and ends. */
    void close(Duration patience) {
        ending = true;
        try {
            if (!thread.join(patience)) {
                log.warn("access log {}: what still waits is lost; nobody takes it", name);
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
