package dev.baton.lb.cli;

import dev.baton.ha.cluster.StateChannel;
import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.MalformedBatchException;
import dev.baton.lb.affinity.replication.Replicator;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that keeps the tables of the nodes alike. */
final class AffinitySync implements StateChannel.Receiver, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AffinitySync.class);

    /** How long changes gather before they are sent. */
    private static final Duration TURN = Duration.ofMillis(3);

    /** What comes while it is full is lost, which the digests show; the senders' windows are smaller. */
    private static final int INBOX = 256;

    private static final int TAKEN_A_TURN = 64;

    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Arrival(String from, byte[] message) {}

    private final BlockingQueue<Arrival> inbox = new ArrayBlockingQueue<>(INBOX);
    private final AffinityTable table;
    private final Replicator replicator;
    private final Consumer<Boolean> onSynced;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("baton-affinity").unstarted(this::run);
    private volatile Duration lag = Duration.ZERO;
    private volatile long lagEntries;
    private volatile boolean closed;
    private volatile boolean factsChanged;
    private volatile boolean closing;
    private final CountDownLatch allTold = new CountDownLatch(1);
    private boolean synced;

    /** What a node is told besides the table. */
    record Facts(Supplier<List<byte[]>> own, Consumer<byte[]> others) {}

    /** @param onSynced hears of every change; false is what it begins with */
    AffinitySync(
            AffinityRuntime runtime,
            StateChannel channel,
            Collection<String> peers,
            Facts facts,
            Consumer<Boolean> onSynced) {
        this.table = runtime.table();
        this.onSynced = onSynced;
        replicator = new Replicator(
                table,
                peers,
                channel::sendState,
                System.currentTimeMillis() << 16,
                System.nanoTime(),
                facts.own(),
                facts.others());
        replicator.distrustUntil(runtime.distrusted());
        channel.listenToState(this);
        onSynced.accept(false);
    }

    void start() {
        thread.start();
    }

    /** The operators want something else, or checks have found something else: the other nodes are told soon. */
    void factsChanged() {
        factsChanged = true;
    }

    /** How old the oldest change is that another node lacks. */
    Duration lag() {
        return lag;
    }

    /** How many changes another node lacks. */
    long lagEntries() {
        return lagEntries;
    }

    @Override
    public void onState(String from, byte[] message) {
        if (!inbox.offer(new Arrival(from, message))) {
            log.debug("affinity: no room for a message of {}", from);
        }
    }

    /** An empty message says it in order with all others. */
    @Override
    public void onGone(String node) {
        onState(node, new byte[0]);
    }

    /** The addresses are gone by now, so nobody waits for this; their new owner should know what was told here last. */
    @Override
    public void onClosing() {
        closing = true;
        try {
            if (!allTold.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("affinity: other nodes have not taken the last changes; they are {} ms old", lag.toMillis());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(END_PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                turn(inbox.poll(TURN.toNanos(), TimeUnit.NANOSECONDS));
            } catch (InterruptedException _) {
                break;
            } catch (RuntimeException e) {
                log.error("affinity: a turn failed; the next one goes on", e);
            }
        }
    }

    private void turn(@Nullable Arrival first) {
        Arrival arrival = first;
        for (int taken = 0; arrival != null && taken < TAKEN_A_TURN; taken++) {
            take(arrival);
            arrival = inbox.poll();
        }
        if (arrival != null) {
            take(arrival);
        }
        if (factsChanged) {
            factsChanged = false;
            replicator.tellFacts();
        }
        boolean last = closing;
        long now = System.nanoTime();
        replicator.turn(now);
        table.expireSome(1);
        lag = replicator.lag(now);
        lagEntries = replicator.lagEntries(now);
        if (last && lag.isZero()) {
            allTold.countDown();
        }
        boolean syncedNow = replicator.isSynced(now);
        if (syncedNow != synced) {
            synced = syncedNow;
            onSynced.accept(syncedNow);
        }
    }

    private void take(Arrival arrival) {
        long now = System.nanoTime();
        if (arrival.message().length == 0) {
            replicator.gone(arrival.from(), now);
            return;
        }
        try {
            replicator.receive(arrival.from(), arrival.message(), now);
        } catch (MalformedBatchException | IllegalArgumentException e) {
            log.warn("affinity: node {} sent what cannot be read: {}", arrival.from(), e.getMessage());
        }
    }
}
