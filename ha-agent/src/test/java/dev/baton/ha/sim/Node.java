package dev.baton.ha.sim;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.IpPrefix;
import dev.baton.ha.agent.AgentConfig;
import dev.baton.ha.agent.SteppedAgent;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.AnnounceTiming;
import dev.baton.ha.vrrp.Role;
import dev.baton.ha.vrrp.RouterSettings;
import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One machine: its kernel, its clock, its link to the LAN, and the process that runs the elections. */
final class Node {

    static final String INTERFACE = "eth0";

    private static final int SOCKET_BUFFER = 64;
    private static final long NEVER = Long.MAX_VALUE;

    final World world;
    final int index;
    final String name;
    /** Its hardware address on the LAN. */
    final long mac;

    final Kernel kernel;
    final Clock clock;
    final Senses senses;
    private final Inbox inbox = new Inbox();
    private final long[] remembered;
    private SteppedAgent agent = new SteppedAgent();
    private long wakeAtNanos = NEVER;
    private long wakeToken;
    private long incarnation;
    private long life;
    private long unreportedSuspension;

    boolean running;
    boolean paused;
    boolean suspended;
    boolean bindFails;
    boolean linkUp = true;
    int segment;
    boolean maintenance;
    boolean trackerFails;
    long lanChangedNanos;
    long startedNanos;
    long diedNanos;
    /** When the process last began to stand still. */
    long stoodStillNanos = Long.MIN_VALUE / 2;
    /** When the process last came back from standing still. */
    long resumedNanos;

    /** One thing that happens to the process, at a local time. */
    @FunctionalInterface
    interface Event {
        void happen(SteppedAgent agent, long localNanos);
    }

    Node(World world, int index, String name) {
        this.world = world;
        this.index = index;
        this.name = name;
        this.mac = world.macs.nextLong();
        this.kernel = new Kernel(world, this, world.scenario.groups());
        this.clock = new Clock(world.random.nextLong(1_000_000_000_000L), world.random.nextLong(-1000, 1001));
        this.senses = new Senses(this);
        this.remembered = new long[world.scenario.groups()];
    }

    VirtualRouter router(int group) {
        return agent.router(group);
    }

    boolean awake() {
        return running && !paused && !suspended;
    }

    boolean is(Role role, int group) {
        return running && router(group).role() == role;
    }

    long local() {
        return clock.local(world.now());
    }

    void start(boolean forgotten) {
        world.log(this, forgotten ? "starts, its terms forgotten" : "starts");
        running = true;
        life++;
        paused = false;
        incarnation = world.random.nextInt(20) == 0 ? incarnation - 1000 : incarnation + 10;
        startedNanos = world.now();
        wakeAtNanos = NEVER;
        inbox.clear();
        senses.born();
        if (forgotten) {
            Arrays.fill(remembered, 0);
        }
        agent = new SteppedAgent();
        for (int group = 0; group < world.scenario.groups(); group++) {
            agent.add(groupConfig(group), settings(group), ports());
        }
        agent.releaseLeftovers();
        senses.tellLink();
        post((it, now) -> it.feed(VirtualRouter::start, now));
        senses.tellTheRest();
    }

    private AgentConfig.Group groupConfig(int group) {
        return new AgentConfig.Group(
                World.name(group),
                List.of(World.ADDRESSES.get(group)),
                remembered[group],
                AnnounceTiming.DEFAULT,
                world.scenario.debounce(),
                true);
    }

    private RouterSettings settings(int group) {
        Scenario scenario = world.scenario;
        List<String> peers = new ArrayList<>(scenario.nodes());
        peers.remove(name);
        return new RouterSettings(
                World.name(group),
                name,
                incarnation,
                scenario.priorities().get(group).get(index),
                scenario.heartbeat(),
                scenario.lease(),
                AnnounceTiming.DEFAULT,
                Scenario.START_DELAY,
                scenario.preempt(),
                scenario.preemptDelay(),
                scenario.probe(),
                scenario.quorum(),
                0,
                peers);
    }

    private SteppedAgent.Ports ports() {
        return new SteppedAgent.Ports(
                kernel,
                new Wire(this),
                this::local,
                (group, id) -> Question.ask(this, World.index(group), id),
                change -> {
                    remembered[World.index(change.group())] =
                            Math.max(remembered[World.index(change.group())], change.term());
                    world.log(
                            this,
                            change.group() + " " + change.from() + " -> " + change.to() + " term " + change.term()
                                    + ": " + change.reason());
                    world.promises.forEach(each -> each.onRole(this, change));
                });
    }

    /** Happens to the process; one that stands still finds it later, one that is dead never. */
    void post(Event event) {
        if (running) {
            inbox.add(event, world.now());
            wake();
        }
    }

    /** As {@link #post}, and it comes to its turn before all that waits. */
    void postFirst(long toLife, Event event) {
        if (running && life == toLife) {
            inbox.addFirst(event, world.now());
            wake();
        }
    }

    /** As {@link #post}, unless another life has begun meanwhile: what was on its way to the process ends with it. */
    void post(long toLife, Event event) {
        if (life == toLife) {
            post(event);
        }
    }

    /** What the present process says of itself in its words. */
    long incarnation() {
        return incarnation;
    }

    /** The number of the present process. */
    long life() {
        return life;
    }

    void hear(Advertisement advertisement) {
        if (running && inbox.size() < SOCKET_BUFFER) {
            post((it, now) -> {
                world.promises.forEach(each -> each.onHeard(this, advertisement));
                senses.heard(advertisement);
                it.feed(
                        World.index(advertisement.group()),
                        (router, at) -> router.onAdvertisement(advertisement, at),
                        now);
            });
        }
    }

    private void wake() {
        if (awake()) {
            wakeAt(world.now() + world.jitter());
        }
    }

    private void wakeAt(long nanos) {
        if (nanos < wakeAtNanos) {
            wakeAtNanos = nanos;
            long token = ++wakeToken;
            world.at(nanos, () -> {
                if (token == wakeToken && awake()) {
                    turn();
                }
            });
        }
    }

    private void turn() {
        wakeAtNanos = NEVER;
        wakeToken++;
        long now = local();
        if (unreportedSuspension > 0) {
            Duration pause = Duration.ofNanos(unreportedSuspension);
            unreportedSuspension = 0;
            agent.feed((router, at) -> router.onPause(pause, at), now);
        }
        for (Event event = inbox.poll(world.now()); event != null; event = running ? inbox.poll(world.now()) : null) {
            event.happen(agent, now);
        }
        if (!running) {
            return;
        }
        long due = agent.tick(now, world.scenario.heartbeat());
        world.check(due > now, () -> name + " wants a turn for ever");
        world.promises.forEach(each -> each.afterTurn(this));
        wakeAt(Math.min(Math.max(clock.world(due), world.now()), inbox.nextNanos()) + world.jitter());
    }

    void pause() {
        stoodStillNanos = world.now();
        paused = true;
    }

    /** What its kernel has buffered comes in at the hour of the resume, or a moment after the timer. */
    void resume() {
        paused = false;
        resumedNanos = world.now();
        wakeAtNanos = NEVER;
        if (world.random.nextBoolean()) {
            inbox.spread(world.now(), world.random);
        }
        wakeAt(world.now() + world.jitter());
    }

    void suspend() {
        stoodStillNanos = world.now();
        suspended = true;
    }

    void wakeMachine(long sinceNanos) {
        suspended = false;
        resumedNanos = world.now();
        long slept = world.now() - sinceNanos;
        clock.standStill(slept);
        kernel.standStill(slept);
        unreportedSuspension += slept > world.scenario.heartbeat().toNanos() ? slept : 0;
        wakeAtNanos = NEVER;
        wake();
    }

    /** The process is gone without a word. */
    void die() {
        running = false;
        diedNanos = world.now();
        paused = false;
        inbox.clear();
    }

    /** Leaves in good order. */
    void stop() {
        agent.feed(VirtualRouter::stop, local());
        die();
    }

    static FloatingAddress address(int group) {
        return new FloatingAddress(INTERFACE, IpPrefix.parse("10.0.0." + (100 + group) + "/24"));
    }
}
