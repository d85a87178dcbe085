package dev.baton.ha.agent;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp;
import dev.baton.floatingip.FloatingIpException;
import dev.baton.ha.agent.DeedCounter.Deed;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.status.GroupDeeds;
import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Action;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import dev.baton.ha.vrrp.VirtualRouter;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the election of one group wants, and tells it what came of it. Used by the election thread only. */
final class GroupRunner {

    private static final Logger log = LoggerFactory.getLogger(GroupRunner.class);

    private final AgentConfig.Group group;
    private final VirtualRouter router;
    private final LinkDebounce debounce;
    private final FloatingIp floatingIp;
    private final Interconnect interconnect;
    private final Duration lease;
    private final NanoClock clock;
    private final Prober prober;
    private final Listeners listeners;
    private final Chronicle chronicle;
    private final DeedCounter deeds;
    /** One deed may lead to others; what they were is told once all are done. */
    private int depth;

    GroupRunner(
            AgentConfig.Group group,
            VirtualRouter router,
            FloatingIp floatingIp,
            Interconnect interconnect,
            Duration lease,
            NanoClock clock,
            Prober prober,
            Listeners listeners) {
        this.group = group;
        this.router = router;
        this.debounce = new LinkDebounce(group.debounce());
        this.floatingIp = floatingIp;
        this.interconnect = interconnect;
        this.lease = lease;
        this.clock = clock;
        this.prober = prober;
        this.listeners = listeners;
        this.chronicle = new Chronicle(group, router, listeners::onEvent);
        this.deeds = new DeedCounter(group.name());
    }

    AgentConfig.Group group() {
        return group;
    }

    GroupDeeds deeds() {
        return deeds.deeds();
    }

    VirtualRouter router() {
        return router;
    }

    boolean uses(String interfaceName) {
        return group.addresses().stream()
                .anyMatch(address -> address.interfaceName().equals(interfaceName));
    }

    void onInterface(String interfaceName, boolean usable, long nowNanos) {
        if (debounce.countsNow(interfaceName, usable, nowNanos)) {
            carryOut(router.onInterface(interfaceName, usable, nowNanos));
        }
    }

    void onAdvertisement(Advertisement advertisement, long nowNanos) {
        carryOut(router.onAdvertisement(advertisement, nowNanos));
        if (advertisement.role() == Role.MASTER && router.role() == Role.BACKUP) {
            chronicle.settles(advertisement.node());
        }
    }

    /** The LAN was asked who has the addresses. */
    void onProbed(long id, boolean answered, long nowNanos) {
        chronicle.hears(answered);
        carryOut(answered ? router.onProbeAnswered(id, nowNanos) : router.onProbeSilent(id, nowNanos));
    }

    /** Lets time pass. */
    void tick(long nowNanos) {
        for (String interfaceName : debounce.settled(nowNanos)) {
            carryOut(router.onInterface(interfaceName, true, nowNanos));
        }
        carryOut(router.tick(nowNanos));
    }

    long nextDeadlineNanos() {
        return Math.min(router.nextDeadlineNanos(), debounce.nextDeadlineNanos());
    }

    /** Leaves the rest undone once a step has failed that the rest builds on. */
    void carryOut(List<Action> actions) {
        depth++;
        try {
            actions.forEach(this::carryOut);
        } finally {
            depth--;
            if (depth == 0) {
                chronicle.flush();
            }
        }
    }

    private void carryOut(Action action) {
        switch (action) {
            case Action.Bind() -> bind();
            case Action.Renew() -> renew();
            case Action.Release() -> letGo();
            case Action.Announce() -> announce();
            case Action.Advertise advertise -> advertise(advertise);
            case Action.Probe(long id) -> probe(id);
            case Action.Alarm(String message) -> alarm(message);
            case Action.Transition transition -> report(transition);
        }
    }

    /** An address was seen to leave its interface; by now it may be back, or meant to be gone. */
    void onAddressRemoved(FloatingAddress address) {
        if (router.role() == Role.MASTER && group.addresses().contains(address) && !holds(address)) {
            carryOut(router.onLeaseLost(address + " was removed by somebody else", clock.nanos()));
        }
    }

    private void probe(long id) {
        deeds.did(Deed.PROBE);
        chronicle.asks();
        prober.probe(this, id);
    }

    private void alarm(String message) {
        deeds.did(Deed.ALARM);
        chronicle.alarms(message);
        log.warn("group \"{}\": {}", group.name(), message);
    }

    private void bind() {
        deeds.did(Deed.BIND);
        chronicle.claims();
        // The lease counts from before the kernel heard of it: erring to the short side is safe.
        long boundNanos = clock.nanos();
        try {
            for (FloatingAddress address : group.addresses()) {
                floatingIp.bind(address, lease);
            }
        } catch (FloatingIpException | RuntimeException e) {
            release();
            carryOut(router.onBindFailed(message(e), clock.nanos()));
            return;
        }
        chronicle.bound(clock.nanos() - boundNanos);
        carryOut(router.onBound(boundNanos));
    }

    private void renew() {
        for (FloatingAddress address : group.addresses()) {
            String lost;
            try {
                lost = switch (floatingIp.renew(address, lease)) {
                    case HELD -> "";
                    case GONE -> address + " had vanished when it was renewed";
                };
            } catch (FloatingIpException | RuntimeException e) {
                lost = message(e);
            }
            if (!lost.isEmpty()) {
                deeds.did(Deed.LOSE);
                carryOut(router.onLeaseLost(lost, clock.nanos()));
                return;
            }
        }
        deeds.did(Deed.RENEW);
    }

    private void letGo() {
        long begunNanos = clock.nanos();
        release();
        chronicle.released(clock.nanos() - begunNanos);
    }

    /** Every address gets its chance, whatever becomes of the others. */
    void release() {
        for (FloatingAddress address : group.addresses()) {
            try {
                floatingIp.release(address);
            } catch (FloatingIpException | RuntimeException e) {
                log.warn("group \"{}\": {} may still be held: {}", group.name(), address, message(e));
            }
        }
    }

    private void announce() {
        deeds.did(Deed.ANNOUNCE);
        long begunNanos = clock.nanos();
        for (FloatingAddress address : group.addresses()) {
            try {
                floatingIp.announce(address);
            } catch (FloatingIpException | RuntimeException e) {
                if (router.role() == Role.MASTER && !holds(address)) {
                    carryOut(router.onLeaseLost(message(e), clock.nanos()));
                    return;
                }
                log.warn("group \"{}\": {} is not announced: {}", group.name(), address, message(e));
            }
        }
        chronicle.announced(clock.nanos() - begunNanos);
    }

    private boolean holds(FloatingAddress address) {
        try {
            return floatingIp.holds(address);
        } catch (FloatingIpException | RuntimeException _) {
            return false;
        }
    }

    private void advertise(Action.Advertise advertise) {
        try {
            interconnect.advertise(advertise.advertisement());
        } catch (RuntimeException e) {
            // A lost heartbeat is no news; that the interconnect is broken is told by those who miss it.
            log.debug("group \"{}\": advertisement not sent", group.name(), e);
        }
    }

    private void report(Action.Transition transition) {
        log.atLevel(transition.to() == Role.FAULT ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
                .log(
                        "group \"{}\": {} -> {}, term {}: {}",
                        group.name(),
                        transition.from(),
                        transition.to(),
                        transition.term(),
                        transition.reason());
        chronicle.changesRole();
        listeners.onRole(new RoleChange(
                group.name(), transition.from(), transition.to(), transition.term(), transition.reason()));
    }

    /** Sends a probe for the group's addresses and brings the verdict back to the election thread. */
    @FunctionalInterface
    interface Prober {
        void probe(GroupRunner runner, long id);
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
