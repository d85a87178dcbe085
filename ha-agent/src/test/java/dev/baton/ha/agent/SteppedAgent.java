package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.vrrp.Action;
import dev.baton.ha.vrrp.RouterSettings;
import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * The election thread's turn without the thread: the real {@link GroupRunner}s and {@link VirtualRouter}s, fed in the
 * order in which {@link ElectionLoop} feeds them, by whoever says what time it is.
 */
public final class SteppedAgent {

    private final List<GroupRunner> runners = new ArrayList<>();

    /** The ports of an agent, as far as its elections use them. */
    public record Ports(
            FloatingIp floatingIp, Interconnect interconnect, LongSupplier clock, Asker asker, RoleListener roles) {}

    /** Asks the LAN; the verdict goes back by an input of the group. */
    @FunctionalInterface
    public interface Asker {
        void ask(String group, long id);
    }

    public void add(AgentConfig.Group group, RouterSettings settings, Ports ports) {
        Listeners listeners = new Listeners();
        listeners.addRoles(ports.roles());
        runners.add(new GroupRunner(
                group,
                new VirtualRouter(settings, group.lastTerm()),
                ports.floatingIp(),
                ports.interconnect(),
                settings.lease(),
                ports.clock()::getAsLong,
                (runner, id) -> ports.asker().ask(runner.group().name(), id),
                listeners));
    }

    public VirtualRouter router(int group) {
        return runners.get(group).router();
    }

    /** Feeds the same to each group. */
    public void feed(BiFunction<VirtualRouter, Long, List<Action>> input, long nowNanos) {
        for (GroupRunner each : runners) {
            each.carryOut(input.apply(each.router(), nowNanos));
        }
    }

    /** Feeds one group. */
    public void feed(int group, BiFunction<VirtualRouter, Long, List<Action>> input, long nowNanos) {
        GroupRunner runner = runners.get(group);
        runner.carryOut(input.apply(runner.router(), nowNanos));
    }

    public void onInterface(String interfaceName, boolean usable, long nowNanos) {
        runners.forEach(each -> each.onInterface(interfaceName, usable, nowNanos));
    }

    public void onAddressRemoved(FloatingAddress address) {
        runners.forEach(each -> each.onAddressRemoved(address));
    }

    /** Takes off what a former life left behind. */
    public void releaseLeftovers() {
        runners.forEach(GroupRunner::release);
    }

    /**
     * Lets time pass, at the end of a turn.
     *
     * @return when the next turn is due at the latest
     */
    public long tick(long nowNanos, Duration heartbeat) {
        long next = nowNanos + heartbeat.toNanos();
        for (GroupRunner each : runners) {
            each.tick(nowNanos);
            next = Math.min(next, each.nextDeadlineNanos());
        }
        return next;
    }
}
