package dev.baton.ha.agent;

import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.vrrp.Action;
import dev.baton.ha.vrrp.RouterSettings;
import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This node's part in the elections of all groups. Used by the election thread only. */
final class Elections {

    /** What a joining node allows its interconnect for finding the others; cut short once it has heard them all. */
    private static final Duration START_DELAY = Duration.ofMillis(500);

    private final Map<String, GroupRunner> groups = new LinkedHashMap<>();
    private final List<String> peers;

    Elections(AgentConfig config, AgentPorts ports, NanoClock clock, GroupRunner.Prober prober, Listeners listeners) {
        peers = config.peers().stream()
                .filter(peer -> !peer.equals(config.node()))
                .toList();
        long incarnation = System.currentTimeMillis();
        for (AgentConfig.Group group : config.groups()) {
            boolean probe = group.onLan() && ports.probe().isPresent();
            RouterSettings settings = settings(config, group, incarnation, probe);
            groups.put(
                    group.name(),
                    new GroupRunner(
                            group,
                            new VirtualRouter(settings, group.lastTerm()),
                            ports.floatingIp(),
                            ports.interconnect(),
                            config.lease(),
                            clock,
                            prober,
                            listeners));
        }
    }

    private RouterSettings settings(AgentConfig config, AgentConfig.Group group, long incarnation, boolean probe) {
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
                probe,
                config.quorum(),
                config.configDigest(),
                peers);
    }

    @Nullable GroupRunner get(String group) {
        return groups.get(group);
    }

    Collection<String> names() {
        return groups.keySet();
    }

    Stream<GroupRunner> stream() {
        return groups.values().stream();
    }

    void forEach(Consumer<GroupRunner> what) {
        groups.values().forEach(what);
    }

    /** Feeds the same to each group. */
    void feed(Input input, long nowNanos) {
        for (GroupRunner each : groups.values()) {
            each.carryOut(input.feed(each.router(), nowNanos));
        }
    }

    /** Lets time pass. */
    void tick(long nowNanos) {
        forEach(each -> each.tick(nowNanos));
    }

    List<GroupStatus> status(long nowNanos) {
        return stream()
                .map(each -> StatusView.of(each.group(), each.router(), peers, nowNanos))
                .toList();
    }

    long nextDeadlineNanos() {
        long next = Long.MAX_VALUE;
        for (GroupRunner each : groups.values()) {
            next = Math.min(next, each.nextDeadlineNanos());
        }
        return next;
    }

    /** One input of an election, at a time. */
    @FunctionalInterface
    interface Input {
        List<Action> feed(VirtualRouter router, long nowNanos);
    }
}
