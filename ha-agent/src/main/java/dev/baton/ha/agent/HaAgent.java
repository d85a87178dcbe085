package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.MacAddress;
import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Action;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.RouterSettings;
import dev.baton.ha.vrrp.VirtualRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the elections of all floating IP groups: one thread takes what happens from a queue, feeds it with the time to
 * the {@link VirtualRouter}s, and carries out what they want. All public methods may be called from any thread.
 */
public final class HaAgent {

    private static final Logger log = LoggerFactory.getLogger(HaAgent.class);

    /** What a joining node allows its interconnect for finding the others; cut short once it has heard them all. */
    private static final Duration START_DELAY = Duration.ofMillis(500);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    /** Advertisements beyond this are dropped, as a network would; the loop is far behind then. */
    private static final int QUEUE_LIMIT = 4096;

    private final AgentConfig config;
    private final AgentPorts ports;
    private final NanoClock clock;
    private final List<String> peers;
    private final Map<String, GroupRunner> groups = new LinkedHashMap<>();
    private final Switchovers switchovers;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<RoleListener> roleListeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Of the election thread alone, once it runs. */
    private long suspendedNanos;

    private volatile boolean running;
    private volatile List<GroupStatus> status = List.of();

    public HaAgent(AgentConfig config, AgentPorts ports) {
        this(config, ports, NanoClock.system(), Thread::startVirtualThread);
    }

    /** @param commandSender runs the sending of commands, which may block on a slow peer */
    HaAgent(AgentConfig config, AgentPorts ports, NanoClock clock, Executor commandSender) {
        this.config = requireNonNull(config, "config is null");
        this.ports = ports;
        this.clock = clock;
        this.suspendedNanos = ports.machine().suspendedNanos();
        this.switchovers = new Switchovers(groups, ports.interconnect(), commandSender);
        this.peers = config.peers().stream()
                .filter(peer -> !peer.equals(config.node()))
                .toList();
        long incarnation = System.currentTimeMillis();
        for (AgentConfig.Group group : config.groups()) {
            VirtualRouter router = new VirtualRouter(settings(group, incarnation), group.lastTerm());
            groups.put(
                    group.name(),
                    new GroupRunner(
                            group,
                            router,
                            ports.floatingIp(),
                            ports.interconnect(),
                            config.lease(),
                            clock,
                            this::probe,
                            this::tell));
        }
        publish(clock.nanos());
    }

    private RouterSettings settings(AgentConfig.Group group, long incarnation) {
        return new RouterSettings(
                group.name(),
                config.node(),
                incarnation,
                config.priority(),
                config.heartbeat(),
                config.lease(),
                group.announce(),
                START_DELAY,
                config.preempt(),
                config.preemptDelay(),
                group.onLan() && ports.probe().isPresent(),
                config.quorum(),
                config.configDigest(),
                peers);
    }

    /**
     * Joins the cluster and begins the elections. Floating addresses that a former life left behind are removed first.
     *
     * @throws IOException if the interconnect cannot be joined
     * @throws FloatingIpException if an interface does not exist or the kernel refuses
     */
    public void start() throws IOException, FloatingIpException {
        join();
        Thread.ofPlatform().name("baton-election").start(this::dutyCycle);
    }

    /** All of {@link #start} but the thread: a test drives {@link #doWork} by hand. */
    void join() throws IOException, FloatingIpException {
        Set<String> needed = config.groups().stream()
                .flatMap(group -> group.addresses().stream())
                .map(FloatingAddress::interfaceName)
                .collect(Collectors.toSet());
        InterfaceRollCall rollCall = new InterfaceRollCall(needed);
        try {
            ports.monitor().start(new MonitorListener(rollCall));
            rollCall.await();
            groups.values().forEach(GroupRunner::release);
            rehearseProbe();
            if (ports.conflicts().isPresent()) {
                ports.conflicts().get().start(this::onConflict);
            }
            ports.interconnect().start(new InterconnectListener());
        } catch (IOException | FloatingIpException | RuntimeException e) {
            ports.interconnect().close();
            closeMonitors();
            throw e;
        }
        running = true;
        post(now -> forAll(VirtualRouter::start, now));
    }

    /** The first question of a process is slow, for all that is loaded for it; it must not be that of a takeover. */
    private void rehearseProbe() {
        ports.probe()
                .ifPresent(probe -> groups.values().stream()
                        .filter(each -> each.group().onLan())
                        .forEach(each -> probe.probe(each.group().addresses(), _ -> {})));
    }

    /** The groups as this node sees them, as of the last turn of the election thread. */
    public List<GroupStatus> status() {
        return status;
    }

    /** Whether this node owns the group's addresses. */
    public boolean isMaster(String group) {
        return status.stream()
                .anyMatch(each -> each.name().equals(group) && each.master().equals(config.node()));
    }

    /** Tells the others whether this node's session state is complete; true until said otherwise. */
    public void setSynced(boolean synced) {
        post(now -> forAll((router, at) -> router.setSynced(synced, at), now));
    }

    /**
     * Tells what a tracker of this node finds; on flips only.
     *
     * @param weight added to the priority while the tracker fails, usually negative; 0 makes its failure a FAULT
     */
    public void reportTracker(String tracker, boolean healthy, int weight, String why) {
        post(now -> forAll((router, at) -> router.onTracker(tracker, healthy, weight, why, at), now));
    }

    /** As {@link #reportTracker(String, boolean, int, String)}, for one group alone. */
    public void reportTracker(String group, String tracker, boolean healthy, int weight, String why) {
        GroupRunner runner = requireNonNull(groups.get(group), "no such group");
        post(now -> runner.carryOut(runner.router().onTracker(tracker, healthy, weight, why, now)));
    }

    /** Tells of each change of role from now on; the listener runs on the election thread and must not block. */
    public void addRoleListener(RoleListener listener) {
        roleListeners.add(requireNonNull(listener, "listener is null"));
    }

    /** Tells how many of 1000 servers this node finds healthy; {@link Advertisement#UNKNOWN_HEALTH} until said. */
    public void reportHealthShare(int perMille) {
        post(now -> forAll((router, at) -> router.setHealthShare(perMille, at), now));
    }

    /** Tells whether an address beyond the peers can be reached; reachable until said otherwise. */
    public void reportWitness(boolean reachable) {
        post(now -> forAll((router, at) -> router.onWitness(reachable, at), now));
    }

    /** Gives all addresses up and takes none until the maintenance ends. */
    public void setMaintenance(boolean maintenance) {
        post(now -> forAll((router, at) -> router.setMaintenance(maintenance, at), now));
    }

    /** The inputs behind this node's present role in the group, one a line; empty for a group that does not exist. */
    public CompletableFuture<List<String>> explain(String group) {
        CompletableFuture<List<String>> lines = new CompletableFuture<>();
        GroupRunner runner = groups.get(group);
        if (runner == null || !running) {
            lines.complete(List.of());
        } else {
            post(now -> lines.complete(runner.router().explain(now)));
        }
        return lines;
    }

    /**
     * Hands a group to another node; works on any node of the cluster.
     *
     * @param target the node that shall be master; empty for the best of the others
     * @param force hand over even to a node that is not in sync
     * @return completes when the target is seen as master, with a refusal, or after 5 s
     */
    public CompletableFuture<SwitchoverResult> switchover(String group, String target, boolean force) {
        CompletableFuture<SwitchoverResult> result = new CompletableFuture<>();
        if (!running) {
            Switchovers.refuse(result, "this node is not running");
            return result;
        }
        post(now -> switchovers.begin(new Command.Switchover(group, target, force), result, now));
        if (!running) {
            // The thread may have ended without looking at the queue again.
            Switchovers.refuse(result, "this node is stopping");
        }
        return result;
    }

    /** Releases the addresses, says so, and leaves the cluster. Does nothing the second time. */
    public void stop() {
        if (beginStop()) {
            awaitStop();
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

    void awaitStop() {
        try {
            if (!stopped.await(STOP_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "the election thread did not stop within {} s; releasing without it",
                        STOP_PATIENCE.toSeconds());
                groups.values().forEach(GroupRunner::release);
            }
        } catch (InterruptedException _) {
            groups.values().forEach(GroupRunner::release);
            Thread.currentThread().interrupt();
        }
        closeMonitors();
    }

    private void closeMonitors() {
        ports.conflicts().ifPresent(ConflictMonitor::close);
        ports.monitor().close();
    }

    private void dutyCycle() {
        ports.machine().raisePriority();
        try {
            while (running) {
                long deadline = doWork(clock.nanos());
                Event event = events.poll(deadline - clock.nanos(), TimeUnit.NANOSECONDS);
                if (event != null) {
                    handle(event, clock.nanos());
                }
            }
        } catch (InterruptedException _) {
            // Nobody has a reason to interrupt this thread but to end it.
            leave();
        } catch (RuntimeException e) {
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
        forAll(VirtualRouter::tick, nowNanos);
        switchovers.check(nowNanos);
        publish(nowNanos);
        long next = Math.min(nowNanos + config.heartbeat().toNanos(), switchovers.nextDeadlineNanos());
        for (GroupRunner each : groups.values()) {
            next = Math.min(next, each.router().nextDeadlineNanos());
        }
        return next;
    }

    /** Before anything else happens: the monotonic clock does not count the time for which a machine is suspended. */
    private void noticeSuspension(long nowNanos) {
        long before = suspendedNanos;
        suspendedNanos = Math.max(before, ports.machine().suspendedNanos());
        long pause = suspendedNanos - before;
        if (pause > config.heartbeat().toNanos()) {
            log.warn(
                    "this machine was suspended for {} ms",
                    Duration.ofNanos(pause).toMillis());
            forAll((router, at) -> router.onPause(Duration.ofNanos(pause), at), nowNanos);
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

    private void leave() {
        forAll(VirtualRouter::stop, clock.nanos());
        switchovers.abandon(clock.nanos());
        publish(clock.nanos());
        try {
            ports.interconnect().close();
        } catch (RuntimeException e) {
            log.warn("the interconnect did not close in good order", e);
        } finally {
            running = false;
            stopped.countDown();
        }
    }

    private void forAll(BiFunction<VirtualRouter, Long, List<Action>> input, long nowNanos) {
        for (GroupRunner each : groups.values()) {
            each.carryOut(input.apply(each.router(), nowNanos));
        }
    }

    private void tell(RoleChange change) {
        for (RoleListener each : roleListeners) {
            try {
                each.onRole(change);
            } catch (RuntimeException e) {
                log.error("a listener could not digest a change of role; please report this", e);
            }
        }
    }

    private void publish(long nowNanos) {
        status = groups.values().stream()
                .map(each -> StatusView.of(each.group(), each.router(), peers, nowNanos))
                .toList();
    }

    private void onConflict(FloatingAddress address, MacAddress other) {
        post(now -> groups.values().stream()
                .filter(each -> each.group().addresses().contains(address))
                .forEach(each ->
                        each.carryOut(each.router().onConflict(address.prefix().toString(), other.toString(), now))));
    }

    private void post(Event event) {
        events.add(event);
    }

    private void probe(GroupRunner runner, long id) {
        AddressProbe sender = ports.probe().orElseThrow();
        VirtualRouter router = runner.router();
        try {
            sender.probe(
                    runner.group().addresses(),
                    answered -> post(now -> runner.carryOut(
                            answered ? router.onProbeAnswered(id, now) : router.onProbeSilent(id, now))));
        } catch (RuntimeException e) {
            log.warn("group \"{}\": the LAN could not be asked", runner.group().name(), e);
            post(now -> runner.carryOut(router.onProbeSilent(id, now)));
        }
    }

    /** Something that happened; runs on the election thread. */
    @FunctionalInterface
    private interface Event {
        void happen(long nowNanos);
    }

    private final class InterconnectListener implements Interconnect.Listener {

        @Override
        public void onAdvertisement(Advertisement advertisement) {
            if (events.size() < QUEUE_LIMIT) {
                post(now -> {
                    GroupRunner runner = groups.get(advertisement.group());
                    if (runner != null) {
                        runner.carryOut(runner.router().onAdvertisement(advertisement, now));
                    }
                });
            }
        }

        @Override
        public void onCommand(String from, Command command) {
            switch (command) {
                case Command.Switchover wish -> post(now -> switchovers.onCommand(from, wish, now));
                case Command.Refusal refusal -> post(now -> switchovers.onRefusal(from, refusal, now));
            }
        }

        @Override
        public void onPeerDied(String node) {
            post(now -> forAll((router, at) -> router.onPeerDied(node, at), now));
        }

        @Override
        public void onPeerLeft(String node) {
            post(now -> forAll((router, at) -> router.onPeerLeft(node, at), now));
        }
    }

    private final class MonitorListener implements InterfaceMonitor.Listener {

        private final InterfaceRollCall rollCall;

        MonitorListener(InterfaceRollCall rollCall) {
            this.rollCall = rollCall;
        }

        @Override
        public void onInterface(String interfaceName, boolean usable) {
            rollCall.present(interfaceName);
            post(now -> groups.values().stream()
                    .filter(each -> each.uses(interfaceName))
                    .forEach(each -> each.carryOut(each.router().onInterface(interfaceName, usable, now))));
        }

        @Override
        public void onAddressRemoved(FloatingAddress address) {
            post(_ -> groups.values().forEach(each -> each.onAddressRemoved(address)));
        }
    }
}
