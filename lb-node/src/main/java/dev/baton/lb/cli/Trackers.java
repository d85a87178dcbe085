package dev.baton.lb.cli;

import dev.baton.floatingip.InterfaceMonitor;
import dev.baton.floatingip.linux.LinuxProber;
import dev.baton.ha.agent.HaAgent;
import dev.baton.ha.track.Finding;
import dev.baton.ha.track.FlipListener;
import dev.baton.ha.track.GatewayProbe;
import dev.baton.ha.track.PolledTracker;
import dev.baton.ha.track.Probe;
import dev.baton.ha.track.ProcessProbe;
import dev.baton.ha.track.ScriptProbe;
import dev.baton.ha.track.TrackedInterfaces;
import dev.baton.ha.track.TrackerThreads;
import dev.baton.lb.config.FloatingIpConfig;
import dev.baton.lb.config.TrackerConfig;
import dev.baton.lb.config.TrackerConfig.Carrier;
import dev.baton.lb.config.TrackerConfig.Gateway;
import dev.baton.lb.config.TrackerConfig.Polled;
import dev.baton.lb.config.TrackerConfig.Running;
import dev.baton.lb.config.TrackerConfig.Script;
import dev.baton.lb.proxy.Liveness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the trackers of the configuration, and the one of the data path that is always on, to the agent. */
final class Trackers {

    private static final Logger log = LoggerFactory.getLogger(Trackers.class);

    /** A blank, which no configured name has. */
    private static final String DATA_PATH = "data path";

    private static final Duration DATA_PATH_INTERVAL = Duration.ofMillis(500);

    /** Longer than any pause of a loaded machine; twice in a row, or a full garbage collection could move addresses. */
    private static final Duration DATA_PATH_BOUND = Duration.ofSeconds(1);

    private static final int DATA_PATH_LOOKS = 2;

    private final List<FloatingIpConfig> groups;
    private final Supplier<HaAgent> agent;

    /** @param agent is asked for when a tracker has something to say, so not before it is started */
    Trackers(List<FloatingIpConfig> groups, Supplier<HaAgent> agent) {
        this.groups = groups;
        this.agent = agent;
    }

    /** The monitor, overheard by the trackers of interfaces. */
    InterfaceMonitor around(InterfaceMonitor monitor) {
        List<TrackedInterfaces.Tracked> tracked = new ArrayList<>();
        each((group, tracker) -> {
            if (tracker.what() instanceof Carrier(String interfaceName)) {
                tracked.add(new TrackedInterfaces.Tracked(
                        group.name() + "/" + tracker.name(), interfaceName, listener(group, tracker)));
            }
        });
        return tracked.isEmpty() ? monitor : new TrackedInterfaces(monitor, tracked);
    }

    /** Starts those that have to look. */
    TrackerThreads start(Liveness dataPath) {
        List<PolledTracker> polled = new ArrayList<>();
        each((group, tracker) -> {
            if (tracker.what() instanceof Polled what) {
                polled.add(new PolledTracker(
                        group.name() + "/" + tracker.name(),
                        what.rhythm().interval(),
                        what.rhythm().rise(),
                        what.rhythm().fall(),
                        probe(what),
                        listener(group, tracker)));
            }
        });
        polled.add(new PolledTracker(
                DATA_PATH,
                DATA_PATH_INTERVAL,
                DATA_PATH_LOOKS,
                DATA_PATH_LOOKS,
                () -> look(dataPath),
                logged(DATA_PATH, (name, healthy, why) -> agent.get().reportTracker(name, healthy, 0, why))));
        return TrackerThreads.start(polled);
    }

    private void each(Visitor visitor) {
        groups.forEach(group -> group.trackers().forEach(tracker -> visitor.visit(group, tracker)));
    }

    private static Probe probe(Polled what) {
        return switch (what) {
            case Script script ->
                new ScriptProbe(
                        Stream.concat(Stream.of(script.program().toString()), script.args().stream())
                                .toList(),
                        script.timeout());
            case Running running -> new ProcessProbe(running.process());
            case Gateway gateway ->
                new GatewayProbe(new LinuxProber(), gateway.interfaceName(), gateway.address(), gateway.timeout());
        };
    }

    private static Finding look(Liveness dataPath) {
        try {
            List<String> ailments = dataPath.ailments(DATA_PATH_BOUND);
            return ailments.isEmpty() ? Finding.GOOD : Finding.bad(String.join("; ", ailments));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Finding.bad("interrupted");
        }
    }

    private FlipListener listener(FloatingIpConfig group, TrackerConfig tracker) {
        return logged(
                tracker.name(),
                (_, healthy, why) ->
                        agent.get().reportTracker(group.name(), tracker.name(), healthy, tracker.weight(), why));
    }

    private static FlipListener logged(String tracker, FlipListener listener) {
        return (name, healthy, why) -> {
            if (healthy) {
                log.info("tracker {} is well again", name);
            } else {
                log.warn("tracker {} fails: {}", name, why);
            }
            listener.onFlip(tracker, healthy, why);
        };
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(FloatingIpConfig group, TrackerConfig tracker);
    }
}
