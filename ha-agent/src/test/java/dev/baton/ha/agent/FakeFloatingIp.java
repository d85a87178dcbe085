package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A kernel that keeps addresses in a set and refuses what it is told to. */
final class FakeFloatingIp implements FloatingIp {

    final Set<FloatingAddress> held = new HashSet<>();
    final Set<FloatingAddress> refused = new HashSet<>();
    final List<FloatingAddress> announced = new ArrayList<>();

    @Override
    public void bind(FloatingAddress address, Duration lease) throws FloatingIpException {
        if (refused.contains(address)) {
            throw new FloatingIpException("bind " + address + ": no room (ENOSPC)", 28);
        }
        held.add(address);
    }

    @Override
    public Renewal renew(FloatingAddress address, Duration lease) {
        return held.contains(address) ? Renewal.HELD : Renewal.GONE;
    }

    @Override
    public boolean release(FloatingAddress address) {
        return held.remove(address);
    }

    @Override
    public boolean holds(FloatingAddress address) {
        return held.contains(address);
    }

    @Override
    public void announce(FloatingAddress address) throws FloatingIpException {
        if (!held.contains(address)) {
            throw new FloatingIpException("announce " + address + ": not held", 0);
        }
        announced.add(address);
    }

    @Override
    public void close() {
        held.clear();
    }
}
