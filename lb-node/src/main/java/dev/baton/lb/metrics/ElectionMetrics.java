package dev.baton.lb.metrics;

import dev.baton.ha.status.GroupDeeds;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.PathStatus;
import dev.baton.ha.vrrp.Role;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Roles, terms and leases, and the network on which the nodes talk. */
final class ElectionMetrics {

    private ElectionMetrics() {}

    static void write(Observation.Election seen, Exposition to) {
        groups(seen.groups(), to);
        to.counter("baton_group_transitions", "Changes of this node's role.");
        seen.changes()
                .forEach(each -> to.value(
                        Labels.of("group", each.group(), "from", name(each.from()), "to", name(each.to())),
                        each.count()));
        deeds(seen.deeds(), to);
        paths(seen.paths(), to);
        to.counter(
                        "baton_interconnect_rejected",
                        "Messages and connections that the interconnect did not let in, but for copies.")
                .value(Labels.NONE, seen.rejected().total() - seen.rejected().copies());
        to.counter(
                        "baton_interconnect_copies",
                        "Messages that the interconnect did not let in because they had come before.")
                .value(Labels.NONE, seen.rejected().copies());
        to.counter("baton_election_turns", "Turns that the election took because it was time to.")
                .value(Labels.NONE, seen.loop().turns());
        to.counter("baton_election_late_seconds", "How much later than they were due those turns were, together.")
                .seconds(Labels.NONE, seen.loop().late().toNanos());
        to.gauge("baton_election_worst_late_seconds", "The most that one turn was late since the start.")
                .seconds(Labels.NONE, seen.loop().worst().toNanos());
    }

    private static void groups(List<GroupStatus> groups, Exposition to) {
        to.gauge("baton_group_term", "The highest term seen; it grows by one at each takeover.");
        groups.forEach(group -> to.value(Labels.of("group", group.name()), group.term()));
        to.gauge("baton_group_masters", "Nodes that say that they own the addresses; 1 when all is well.");
        groups.forEach(group -> to.value(
                Labels.of("group", group.name()),
                group.nodes().stream()
                        .filter(member -> member.role() == Role.MASTER)
                        .count()));
        to.gauge("baton_group_role", "1 for the role that a node has, 0 for the others.");
        for (GroupStatus group : groups) {
            for (GroupStatus.Member member : group.nodes()) {
                for (Role role : Role.values()) {
                    to.value(
                            Labels.of("group", group.name(), "member", member.name(), "role", name(role)),
                            member.role() == role ? 1 : 0);
                }
            }
        }
        members(
                groups,
                to,
                "baton_group_priority",
                "Priority after trackers; 0 in FAULT.",
                member -> member.effectivePriority());
        members(
                groups,
                to,
                "baton_group_synced",
                "1 when a node's session state is complete.",
                member -> member.synced() ? 1 : 0);
    }

    private static void members(
            List<GroupStatus> groups,
            Exposition to,
            String family,
            String help,
            ToLongFunction<GroupStatus.Member> value) {
        to.gauge(family, help);
        for (GroupStatus group : groups) {
            for (GroupStatus.Member member : group.nodes()) {
                to.value(Labels.of("group", group.name(), "member", member.name()), value.applyAsLong(member));
            }
        }
    }

    private static void deeds(List<GroupDeeds> deeds, Exposition to) {
        deed(deeds, to, "baton_address_binds", "Times that the addresses were put on.", GroupDeeds::binds);
        deed(deeds, to, "baton_lease_renewals", "Times that the leases were renewed.", GroupDeeds::renewals);
        deed(deeds, to, "baton_lease_losses", "Times that an address was found gone.", GroupDeeds::lost);
        deed(deeds, to, "baton_announcements", "Times that the LAN was told.", GroupDeeds::announcements);
        deed(deeds, to, "baton_address_probes", "Times that the LAN was asked.", GroupDeeds::probes);
        deed(deeds, to, "baton_alarms", "Alarms of the election; the log has them in words.", GroupDeeds::alarms);
    }

    private static void deed(
            List<GroupDeeds> deeds, Exposition to, String family, String help, ToLongFunction<GroupDeeds> value) {
        to.counter(family, help);
        deeds.forEach(each -> to.value(Labels.of("group", each.group()), value.applyAsLong(each)));
    }

    private static void paths(List<PathStatus> paths, Exposition to) {
        to.counter("baton_heartbeats_received", "Heartbeats of a peer on one network.");
        paths.forEach(path -> to.value(labels(path), path.heartbeats()));
        to.gauge("baton_heartbeat_age_seconds", "How long ago a peer was heard there; missing if never.");
        paths.forEach(path -> path.silence().ifPresent(silence -> to.seconds(labels(path), silence.toNanos())));
    }

    private static Labels labels(PathStatus path) {
        return Labels.of("path", path.path(), "peer", path.peer());
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
