package dev.baton.ha.vrrp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;

/** One simulated machine: a process with a router, and a kernel that keeps the address for as long as its lease. */
final class SimNode {

    private static final int SOCKET_BUFFER = 64;

    final String name;
    private final SimCluster cluster;
    private final RouterSettings template;
    private final Deque<BiFunction<VirtualRouter, Long, List<Action>>> backlog = new ArrayDeque<>();

    private VirtualRouter router;
    private int incarnation = 1;
    private long wakeToken;
    private long lastTerm;
    private long lastClaim;

    boolean running = true;
    boolean paused;
    boolean interfaceUp = true;
    boolean bindFails;

    /** Its kernel could not be asked while its process stood still: the one case in which a probe proves nothing. */
    boolean cutOffWhilePaused;

    long addressUntilNanos = Long.MIN_VALUE;
    long boundNanos;
    long probedNanos;

    SimNode(SimCluster cluster, RouterSettings template) {
        this.cluster = cluster;
        this.template = template;
        this.name = template.node();
        this.router = new VirtualRouter(template);
    }

    VirtualRouter router() {
        return router;
    }

    boolean awake() {
        return running && !paused;
    }

    boolean holdsAddress(long now) {
        return now < addressUntilNanos;
    }

    void start() {
        running = true;
        paused = false;
        cutOffWhilePaused = false;
        backlog.clear();
        addressUntilNanos = Long.MIN_VALUE;
        lastTerm = 0;
        lastClaim = 0;
        router = new VirtualRouter(new RouterSettings(
                template.group(),
                name,
                incarnation++,
                template.priority(),
                template.heartbeat(),
                template.lease(),
                template.announce(),
                template.startDelay(),
                template.preempt(),
                template.preemptDelay(),
                template.probe(),
                template.quorum(),
                0,
                template.peers()));
        feed(VirtualRouter::start);
        if (!interfaceUp) {
            feed((it, now) -> it.onInterface("eth0", false, now));
        }
    }

    /** The process ends without a word; the address stays for its lease, unless a dead man's switch takes it away. */
    void crash(boolean deadMansSwitch) {
        running = false;
        paused = false;
        if (deadMansSwitch) {
            addressUntilNanos = Math.min(
                    addressUntilNanos, cluster.now() + Duration.ofMillis(5).toNanos());
        }
    }

    void stop() {
        feed(VirtualRouter::stop);
        running = false;
    }

    void resume() {
        if (paused) {
            paused = false;
            cutOffWhilePaused = false;
            // What the kernel has buffered comes in at the hour of the resume; the timer may be faster than the socket.
            if (cluster.random.nextBoolean()) {
                feed(VirtualRouter::tick);
            }
            List<BiFunction<VirtualRouter, Long, List<Action>>> pending = new ArrayList<>(backlog);
            backlog.clear();
            pending.forEach(this::feed);
            feed(VirtualRouter::tick);
        }
    }

    /** Something happens to the process; a paused one finds it later, a dead one never. */
    void feed(BiFunction<VirtualRouter, Long, List<Action>> input) {
        if (!running) {
            return;
        }
        if (paused) {
            if (backlog.size() < SOCKET_BUFFER) {
                backlog.add(input);
            }
            return;
        }
        carryOut(input.apply(router, cluster.now()));
        checkSelf();
        scheduleWake();
    }

    private void scheduleWake() {
        long token = ++wakeToken;
        long deadline = router.nextDeadlineNanos();
        if (deadline != Long.MAX_VALUE) {
            cluster.at(Math.max(deadline, cluster.now()) + cluster.jitterNanos(), () -> {
                if (token == wakeToken && awake()) {
                    feed(VirtualRouter::tick);
                    cluster.check(
                            router.nextDeadlineNanos() > cluster.now(), () -> name + " wants to be ticked for ever");
                }
            });
        }
    }

    private void carryOut(List<Action> actions) {
        long now = cluster.now();
        for (Action action : actions) {
            switch (action) {
                case Action.Bind() -> {
                    if (bindFails) {
                        addressUntilNanos = Long.MIN_VALUE;
                        carryOut(router.onBindFailed("address refused", now));
                    } else {
                        addressUntilNanos = now + template.lease().toNanos();
                        boundNanos = now;
                        carryOut(router.onBound(now));
                    }
                }
                case Action.Renew() -> {
                    if (holdsAddress(now)) {
                        addressUntilNanos = now + template.lease().toNanos();
                    } else {
                        carryOut(router.onLeaseLost("address vanished", now));
                    }
                }
                case Action.Release() -> addressUntilNanos = Long.MIN_VALUE;
                case Action.Announce() -> cluster.announced(this);
                case Action.Probe(long id) -> {
                    probedNanos = now;
                    cluster.probe(this, id);
                }
                case Action.Alarm(String message) -> cluster.log(name + ": " + message);
                case Action.Advertise(Advertisement advertisement) -> cluster.send(this, advertisement);
                case Action.Transition transition -> transitioned(transition);
            }
        }
    }

    private void transitioned(Action.Transition transition) {
        cluster.transition(this, transition);
        if (transition.to() == Role.MASTER) {
            cluster.check(
                    transition.term() > lastClaim,
                    () -> name + " claimed term " + transition.term() + " after " + lastClaim);
            lastClaim = transition.term();
        }
    }

    private void checkSelf() {
        cluster.check(router.term() >= lastTerm, () -> name + "'s term fell from " + lastTerm + " to " + router.term());
        lastTerm = router.term();
        cluster.check(
                router.role() == Role.MASTER || !holdsAddress(cluster.now()),
                () -> name + " holds the address as " + router.role());
    }
}
