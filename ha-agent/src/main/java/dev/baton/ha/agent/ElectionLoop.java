package dev.baton.ha.agent;

import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.LoopStatus;
import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The election thread: takes what happens from a queue, lets time pass, and publishes what has become of it. */
final class ElectionLoop {

    private static final Logger log = LoggerFactory.getLogger(ElectionLoop.class);

    /** Advertisements beyond this are dropped, as a network would; the loop is far behind then. */
    private static final int QUEUE_LIMIT = 4096;

    private final Elections elections;
    private final Switchovers switchovers;
    private final PeerWatch peerWatch;
    private final Interconnect interconnect;
    private final Machine machine;
    private final NanoClock clock;
    private final long heartbeatNanos;
    private final LinkedBlockingDeque<Event> events = new LinkedBlockingDeque<>();
    private final Punctuality punctuality = new Punctuality();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Of the election thread alone, once it runs. */
    private long suspendedNanos;

    private volatile boolean running;
    private volatile List<GroupStatus> status;

    ElectionLoop(
            Elections elections,
            Switchovers switchovers,
            PeerWatch peerWatch,
            AgentPorts ports,
            NanoClock clock,
            Duration heartbeat) {
        this.elections = elections;
        this.switchovers = switchovers;
        this.peerWatch = peerWatch;
        this.interconnect = ports.interconnect();
        this.machine = ports.machine();
        this.clock = clock;
        this.heartbeatNanos = heartbeat.toNanos();
        this.suspendedNanos = machine.suspendedNanos();
        this.status = elections.status(clock.nanos());
    }

    /** From now on there is something to stop. */
    void open() {
        running = true;
        post(now -> elections.feed(VirtualRouter::start, now));
    }

    void startThread() {
        Thread.ofPlatform().name("baton-election").start(this::dutyCycle);
    }

    boolean running() {
        return running;
    }

    /** Groups as of the last turn. */
    List<GroupStatus> status() {
        return status;
    }

    LoopStatus punctuality() {
        return punctuality.status();
    }

    void post(Event event) {
        events.add(event);
    }

    /** As {@link #post}, for what may be lost. */
    void offer(Event event) {
        if (events.size() < QUEUE_LIMIT) {
            events.add(event);
        }
    }

    /** As {@link #offer}, for what has to be known before anything is made of what came earlier. */
    void offerFirst(Event event) {
        if (events.size() < QUEUE_LIMIT) {
            events.addFirst(event);
        }
    }

    private void dutyCycle() {
        machine.raisePriority();
        try {
            while (running) {
                long deadline = doWork(clock.nanos());
                Event event = events.poll(deadline - clock.nanos(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    punctuality.late(clock.nanos() - deadline);
                } else {
                    handle(event, clock.nanos());
                }
            }
        } catch (InterruptedException _) {
            // Nobody has a reason to interrupt this thread but to end it.
            leave();
        } catch (RuntimeException | Error e) {
            log.error("the election cannot go on and gives the addresses up; please report this", e);
            leave();
        }
    }

    /**
     * One turn: takes all that has happened, lets time pass, and publishes.
     *
     * @return when the next turn is due at the latest
     */
    long doWork(long nowNanos) {
        noticeSuspension(nowNanos);
        for (Event event = events.poll(); event != null; event = events.poll()) {
            handle(event, nowNanos);
        }
        elections.tick(nowNanos);
        switchovers.check(nowNanos);
        status = elections.status(nowNanos);
        peerWatch.look(status, nowNanos);
        long next = Math.min(nowNanos + heartbeatNanos, switchovers.nextDeadlineNanos());
        return Math.min(next, elections.nextDeadlineNanos());
    }

    /** Before anything else happens: the monotonic clock does not count the time for which a machine is suspended. */
    private void noticeSuspension(long nowNanos) {
        long before = suspendedNanos;
        suspendedNanos = Math.max(before, machine.suspendedNanos());
        Duration pause = Duration.ofNanos(suspendedNanos - before);
        if (pause.toNanos() > heartbeatNanos) {
            log.warn("this machine was suspended for {} ms", pause.toMillis());
            elections.feed((router, at) -> router.onPause(pause, at), nowNanos);
        }
    }

    private void handle(Event event, long nowNanos) {
        try {
            event.happen(nowNanos);
        } catch (RuntimeException e) {
            // One bad event must not end the thread that holds the leases.
            log.error("the election could not digest an event; please report this", e);
        }
    }

    /** @return whether there is something to stop, and nobody has begun yet */
    boolean beginStop() {
        if (!running || !stopping.compareAndSet(false, true)) {
            return false;
        }
        post(_ -> leave());
        return true;
    }

    /** @return whether the thread has left within that time */
    boolean awaitStop(Duration patience) throws InterruptedException {
        return stopped.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void leave() {
        elections.feed(VirtualRouter::stop, clock.nanos());
        switchovers.abandon(clock.nanos());
        status = elections.status(clock.nanos());
        try {
            interconnect.close();
        } catch (RuntimeException e) {
            log.warn("the interconnect did not close in good order", e);
        } finally {
            running = false;
            stopped.countDown();
        }
    }

    /** Something that happened; runs on the election thread. */
    @FunctionalInterface
    interface Event {
        void happen(long nowNanos);
    }
}
