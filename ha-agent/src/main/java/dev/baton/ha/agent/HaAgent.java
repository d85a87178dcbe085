package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.floatingip.ConflictMonitor;
import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.ha.cluster.Command;
import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.GroupDeeds;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.LoopStatus;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the elections of all floating IP groups: one thread takes what happens from a queue, feeds it with the time to
 * the elections' state machines, and carries out what they want. All public methods may be called from any thread.
 */
public final class HaAgent {

    private static final Logger log = LoggerFactory.getLogger(HaAgent.class);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final AgentConfig config;
    private final AgentPorts ports;
    private final Elections elections;
    private final Switchovers switchovers;
    private final ElectionLoop loop;
    private final PeerCalls calls;
    private final Listeners listeners = new Listeners();
    private final PeerWatch peerWatch;

    public HaAgent(AgentConfig config, AgentPorts ports) {
        this(config, ports, NanoClock.system(), Thread::startVirtualThread);
    }

    /** @param commandSender runs the sending of commands, which may block on a slow peer */
    HaAgent(AgentConfig config, AgentPorts ports, NanoClock clock, Executor commandSender) {
        this.config = requireNonNull(config, "config is null");
        this.ports = ports;
        elections = new Elections(config, ports, clock, this::probe, listeners);
        switchovers = new Switchovers(elections, ports.interconnect(), commandSender);
        calls = new PeerCalls(ports.interconnect(), commandSender);
        peerWatch = new PeerWatch(config.node(), config.heartbeat(), listeners::onEvent);
        loop = new ElectionLoop(elections, switchovers, peerWatch, ports, clock, config.heartbeat());
    }

    /**
     * Joins the cluster and begins the elections. Floating addresses that a former life left behind are removed first.
     *
     * @throws IOException if the interconnect cannot be joined
     * @throws FloatingIpException if an interface does not exist or the kernel refuses
     */
    public void start() throws IOException, FloatingIpException {
        join();
        loop.startThread();
    }

    /** All of {@link #start} but the thread: a test drives {@link #doWork} by hand. */
    void join() throws IOException, FloatingIpException {
        Set<String> needed = config.groups().stream()
                .flatMap(group -> group.addresses().stream())
                .map(FloatingAddress::interfaceName)
                .collect(Collectors.toSet());
        InterfaceRollCall rollCall = new InterfaceRollCall(needed);
        try {
            LanEvents lanEvents = new LanEvents(loop, elections, rollCall);
            ports.monitor().start(lanEvents);
            rollCall.await();
            elections.forEach(GroupRunner::release);
            rehearseProbe();
            if (ports.conflicts().isPresent()) {
                ports.conflicts().get().start(lanEvents);
            }
            ports.interconnect()
                    .start(new InterconnectEvents(loop, elections, switchovers, peerWatch, calls, listeners::onEvent));
        } catch (IOException | FloatingIpException | RuntimeException e) {
            ports.interconnect().close();
            closeMonitors();
            throw e;
        }
        loop.open();
    }

    /** The first question of a process is slow, for all that is loaded for it; it must not be that of a takeover. */
    private void rehearseProbe() {
        ports.probe()
                .ifPresent(probe -> elections.stream()
                        .filter(each -> each.group().onLan())
                        .forEach(each -> probe.probe(each.group().addresses(), _ -> {})));
    }

    /** The groups as this node sees them, as of the last turn of the election thread. */
    public List<GroupStatus> status() {
        return loop.status();
    }

    /** How punctual the election thread is. */
    public LoopStatus loop() {
        return loop.punctuality();
    }

    /** What this node has done for each group. */
    public List<GroupDeeds> deeds() {
        return elections.stream().map(GroupRunner::deeds).toList();
    }

    /** Whether this node owns the group's addresses. */
    public boolean isMaster(String group) {
        return status().stream()
                .anyMatch(each -> each.name().equals(group) && each.master().equals(config.node()));
    }

    /** Tells the others whether this node's session state is complete; true until said otherwise. */
    public void setSynced(boolean synced) {
        loop.post(now -> elections.feed((router, at) -> router.setSynced(synced, at), now));
    }

    /**
     * Tells the others that this node runs another configuration.
     *
     * @param digest the first 8 bytes of its SHA-256
     */
    public void setConfigDigest(long digest) {
        loop.post(now -> elections.feed((router, at) -> router.setConfigDigest(digest, at), now));
    }

    /**
     * Tells what a tracker of this node finds; on flips only.
     *
     * @param weight added to the priority while the tracker fails, usually negative; 0 makes its failure a FAULT
     */
    public void reportTracker(String tracker, boolean healthy, int weight, String why) {
        loop.post(now -> elections.feed((router, at) -> router.onTracker(tracker, healthy, weight, why, at), now));
    }

    /** As {@link #reportTracker(String, boolean, int, String)}, for one group alone. */
    public void reportTracker(String group, String tracker, boolean healthy, int weight, String why) {
        GroupRunner runner = requireNonNull(elections.get(group), "no such group");
        loop.post(now -> runner.carryOut(runner.router().onTracker(tracker, healthy, weight, why, now)));
    }

    /** Tells of each change of role from now on; the listener runs on the election thread and must not block. */
    public void addRoleListener(RoleListener listener) {
        listeners.addRoles(listener);
    }

    /** Tells of what else happens from now on; on several threads, and the listener must not block. */
    public void addEventListener(Consumer<AgentEvent> listener) {
        listeners.addEvents(listener);
    }

    /** Tells how many of 1000 servers this node finds healthy; {@link Advertisement#UNKNOWN_HEALTH} until said. */
    public void reportHealthShare(int perMille) {
        loop.post(now -> elections.feed((router, at) -> router.setHealthShare(perMille, at), now));
    }

    /** Tells whether an address beyond the peers can be reached; reachable until said otherwise. */
    public void reportWitness(boolean reachable) {
        loop.post(now -> elections.feed((router, at) -> router.onWitness(reachable, at), now));
    }

    /** Gives all addresses up and takes none until the maintenance ends. */
    public void setMaintenance(boolean maintenance) {
        loop.post(now -> elections.feed((router, at) -> router.setMaintenance(maintenance, at), now));
    }

    /** The groups that this node owns while no other node could take them. */
    public CompletableFuture<List<String>> irreplaceable() {
        CompletableFuture<List<String>> groups = new CompletableFuture<>();
        if (loop.running()) {
            loop.post(now -> groups.complete(elections.stream()
                    .filter(each -> each.router().role() == Role.MASTER)
                    .filter(each -> each.router().bestTarget(now).isEmpty())
                    .map(each -> each.group().name())
                    .toList()));
        } else {
            groups.complete(List.of());
        }
        return groups;
    }

    /** Completes with the election thread's next turn: a sign that it still takes any. */
    public CompletableFuture<Void> turn() {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        loop.post(_ -> taken.complete(null));
        return taken;
    }

    /** The inputs behind this node's present role in the group, one a line; empty for a group that does not exist. */
    public CompletableFuture<List<String>> explain(String group) {
        CompletableFuture<List<String>> lines = new CompletableFuture<>();
        GroupRunner runner = elections.get(group);
        if (runner == null || !loop.running()) {
            lines.complete(List.of());
        } else {
            loop.post(now -> lines.complete(runner.router().explain(now)));
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
        if (!loop.running()) {
            Switchovers.refuse(result, "this node is not running");
            return result;
        }
        loop.post(now -> switchovers.begin(new Command.Switchover(group, target, force), result, now));
        if (!loop.running()) {
            // The thread may have ended without looking at the queue again.
            Switchovers.refuse(result, "this node is stopping");
        }
        return result;
    }

    /** What the nodes ask each other, beside the elections. */
    public PeerCalls calls() {
        return calls;
    }

    /** Releases the addresses, says so, and leaves the cluster. Does nothing the second time. */
    public void stop() {
        if (beginStop()) {
            awaitStop();
        }
    }

    /** @return whether there is something to stop, and nobody has begun yet */
    boolean beginStop() {
        return loop.beginStop();
    }

    void awaitStop() {
        try {
            if (!loop.awaitStop(STOP_PATIENCE)) {
                log.warn(
                        "the election thread did not stop within {} s; releasing without it",
                        STOP_PATIENCE.toSeconds());
                elections.forEach(GroupRunner::release);
            }
        } catch (InterruptedException _) {
            elections.forEach(GroupRunner::release);
            Thread.currentThread().interrupt();
        }
        closeMonitors();
    }

    private void closeMonitors() {
        ports.conflicts().ifPresent(ConflictMonitor::close);
        ports.monitor().close();
    }

    /** One turn of the election thread, by hand. */
    long doWork(long nowNanos) {
        return loop.doWork(nowNanos);
    }

    private void probe(GroupRunner runner, long id) {
        AddressProbe sender = ports.probe().orElseThrow();
        try {
            sender.probe(runner.group().addresses(), answered -> loop.post(now -> runner.onProbed(id, answered, now)));
        } catch (RuntimeException e) {
            log.warn("group \"{}\": the LAN could not be asked", runner.group().name(), e);
            loop.post(now -> runner.onProbed(id, false, now));
        }
    }
}
