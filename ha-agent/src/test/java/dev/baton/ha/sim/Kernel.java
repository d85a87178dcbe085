package dev.baton.ha.sim;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.ha.vrrp.Role;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a machine's kernel does with floating addresses: keeps each for as long as its lease and a little longer, answers
 * for it as long as it is there, whatever became of the process.
 */
final class Kernel implements FloatingIp {

    static final long NONE = Long.MIN_VALUE;

    /** Seen on Linux: an address went up to 0.4 s after its lease. */
    private static final long LATE = Duration.ofMillis(400).toNanos();

    /** The dead man's switch acts after at most that. */
    static final long SWITCH = Duration.ofMillis(8).toNanos();

    private final World world;
    private final Node node;
    private final long[] untilNanos;
    private final long[] sinceNanos;
    private final boolean[] takenOver;

    Kernel(World world, Node node, int groups) {
        this.world = world;
        this.node = node;
        untilNanos = new long[groups];
        sinceNanos = new long[groups];
        takenOver = new boolean[groups];
        forgetAll();
    }

    boolean has(int group) {
        return world.now() < untilNanos[group];
    }

    /** Since when it has the address without a break. */
    long sinceNanos(int group) {
        return sinceNanos[group];
    }

    /** Whether it was a backup that bound the address, not a master that put it back. */
    boolean takenOver(int group) {
        return takenOver[group];
    }

    /** @return whether the address went by its lease since the last call */
    boolean takeExpiry(int group) {
        boolean expired = untilNanos[group] != NONE && world.now() >= untilNanos[group];
        if (expired) {
            untilNanos[group] = NONE;
        }
        return expired;
    }

    /** Somebody else takes the address off. */
    boolean vanish(int group) {
        boolean there = has(group);
        untilNanos[group] = NONE;
        return there;
    }

    void forgetAll() {
        Arrays.fill(untilNanos, NONE);
    }

    void deadMansSwitch() {
        long end = world.now() + world.random.nextLong(SWITCH);
        for (int group = 0; group < untilNanos.length; group++) {
            untilNanos[group] = Math.min(untilNanos[group], end);
        }
    }

    /** Its timers stood still for that long. */
    void standStill(long nanos) {
        for (int group = 0; group < untilNanos.length; group++) {
            if (untilNanos[group] != NONE) {
                untilNanos[group] += nanos;
            }
        }
    }

    @Override
    public void bind(FloatingAddress address, Duration lease) throws FloatingIpException {
        int group = world.group(address);
        world.log(node, "binds " + World.name(group) + (node.bindFails ? ", and is refused" : ""));
        world.promises.forEach(each -> each.onBind(node, group));
        if (node.bindFails) {
            throw new FloatingIpException("bind " + address + ": refused", 28);
        }
        if (!has(group)) {
            sinceNanos[group] = world.now();
            takenOver[group] = node.router(group).role() != Role.MASTER;
        }
        extend(group, lease);
    }

    private void extend(int group, Duration lease) {
        untilNanos[group] = world.now() + lease.toNanos() + world.random.nextLong(LATE);
    }

    @Override
    public Renewal renew(FloatingAddress address, Duration lease) {
        int group = world.group(address);
        world.promises.forEach(each -> each.onRenew(node, group));
        if (!has(group)) {
            return Renewal.GONE;
        }
        extend(group, lease);
        return Renewal.HELD;
    }

    @Override
    public boolean release(FloatingAddress address) {
        int group = world.group(address);
        boolean there = vanish(group);
        if (there) {
            world.log(node, "takes " + World.name(group) + " off");
        }
        return there;
    }

    @Override
    public boolean holds(FloatingAddress address) {
        return has(world.group(address));
    }

    @Override
    public void announce(FloatingAddress address) throws FloatingIpException {
        int group = world.group(address);
        if (!has(group)) {
            throw new FloatingIpException("announce " + address + ": not held", 0);
        }
        world.promises.forEach(each -> each.onAnnounce(node, group));
        for (Node other : world.nodes) {
            if (other != node && other.kernel.has(group) && !other.suspended && world.onSameLan(node, other)) {
                other.post((agent, now) ->
                        agent.feed(group, (router, at) -> router.onConflict(address.toString(), node.name, at), now));
            }
        }
    }

    @Override
    public void close() {
        forgetAll();
    }
}
