package dev.baton.lb.history;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.RoleChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last of what happened on a node and the highest terms, here and on disk. One thread does all the writing; a disk
 * that fails is reported once and ends nothing.
 */
public final class NodeMemory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeMemory.class);

    private static final int KEPT = 500;
    private static final long FILE_LIMIT = 1 << 20;
    private static final Duration TERM_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final EventFile eventFile;
    private final TermFile termFile;
    private final Deque<NodeEvent> events = new ArrayDeque<>();
    private long last;
    /** Written by the writer alone, once the node runs. */
    private volatile Map<String, Long> terms;

    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("baton-memory").factory());
    private boolean failing;

    private NodeMemory(Path directory) {
        this.eventFile = new EventFile(directory, FILE_LIMIT);
        this.termFile = new TermFile(directory);
        this.terms = Map.copyOf(termFile.read());
        for (NodeEvent event : eventFile.read()) {
            last = Math.max(last + 1, event.number());
            keep(event);
        }
    }

    /** @param directory exists, is writable, and is this node's alone */
    public static NodeMemory open(Path directory) {
        return new NodeMemory(directory);
    }

    /** The highest term that was remembered of a group; 0 if none was. */
    public long term(String group) {
        return terms.getOrDefault(group, 0L);
    }

    /** The last events, oldest first. */
    public synchronized List<NodeEvent> events() {
        return List.copyOf(events);
    }

    /** The number of the last event; 0 before the first. */
    public synchronized long last() {
        return last;
    }

    /** Keeps a change of role, and the term that it was made in, and returns at once. */
    public void onRole(RoleChange change) {
        add(number -> NodeEvent.of(change, Instant.now(), number));
        // Not with the next interval: all nodes may end before.
        later(() -> writeTerms(Map.of(change.group(), change.term())));
    }

    /** Keeps what happened and returns at once. */
    public void onEvent(AgentEvent event) {
        add(number -> NodeEvent.of(event, number));
    }

    /** Under one lock, so that numbers go up in the file too. */
    private synchronized void add(LongFunction<NodeEvent> made) {
        NodeEvent event = made.apply(++last);
        keep(event);
        later(() -> eventFile.append(event));
    }

    private synchronized void later(Write write) {
        if (!writer.isShutdown()) {
            writer.execute(() -> attempt(write));
        }
    }

    /** From now on keeps the terms that a status shows, also those that were only heard of. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failed attempt is reported where it fails
    public void followTerms(Supplier<List<GroupStatus>> status) {
        writer.scheduleWithFixedDelay(
                () -> attempt(() -> writeTerms(
                        status.get().stream().collect(Collectors.toMap(GroupStatus::name, GroupStatus::term)))),
                TERM_INTERVAL.toNanos(),
                TERM_INTERVAL.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Writes what waits, for 2 s at most. */
    @Override
    public void close() {
        shutDown();
        try {
            if (!writer.awaitTermination(CLOSE_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("the event history could not be written to its end within {} s", CLOSE_PATIENCE.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Under the lock, so that nobody finds the writer open that is not any more. */
    private synchronized void shutDown() {
        writer.shutdown();
    }

    private synchronized void keep(NodeEvent event) {
        events.addLast(event);
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    private void writeTerms(Map<String, Long> seen) throws IOException {
        Map<String, Long> grown = new HashMap<>(terms);
        seen.forEach((group, term) -> grown.merge(group, term, Math::max));
        if (!grown.equals(terms)) {
            termFile.write(grown);
            terms = Map.copyOf(grown);
        }
    }

    private void attempt(Write write) {
        try {
            write.run();
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                log.warn("the node's memory cannot be written; what happens now is forgotten at a restart", e);
            }
            failing = true;
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
