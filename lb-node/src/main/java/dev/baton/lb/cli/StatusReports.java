package dev.baton.lb.cli;

import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.PathStatus;
import dev.baton.ha.vrrp.Role;
import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.config.AffinityConfig;
import dev.baton.lb.config.BatonConfig;
import dev.baton.lb.config.FrontendConfig;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.tls.CertificateStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts what the modules know together into the one report that operators read. */
final class StatusReports {

    /** Long enough that one lost heartbeat on one of several networks is no news. */
    private static final int SILENT_HEARTBEATS = 20;

    private static final int MANY_REJECTED = 10;

    private StatusReports() {}

    static StatusReport of(
            BatonConfig config,
            String node,
            List<GroupStatus> groups,
            List<PathStatus> paths,
            Rejected rejected,
            List<BackendStatus> backends,
            List<CertificateStatus> certificates,
            StatusReport.Affinity affinity,
            boolean starting) {
        List<String> problems = problems(config, node, groups, paths, backends);
        if (starting) {
            problems.addFirst("node " + node + " is still starting");
        }
        unsharedClients(config).ifPresent(problems::add);
        problems.addAll(CertificateReports.problems(certificates, Instant.now()));
        intrusion(rejected).ifPresent(problems::add);
        return new StatusReport(
                config.cluster().name(),
                node,
                config.digest(),
                problems.isEmpty(),
                problems,
                groups.stream().map(StatusReports::group).toList(),
                paths.stream().map(StatusReports::path).toList(),
                new StatusReport.Interconnect(rejected.total(), rejected.lately(), rejected.last()),
                config.frontends().stream().map(StatusReports::frontend).toList(),
                backends.stream().map(BackendReports::of).toList(),
                CertificateReports.of(certificates, Instant.now()),
                affinity);
    }

    /** A table that other nodes lack is of no use to a client that comes to one of them. */
    private static Optional<String> unsharedClients(BatonConfig config) {
        return config.backends().stream()
                .filter(backend -> config.sharesNothing()
                        && backend.affinity()
                                .map(AffinityConfig::kind)
                                .filter(AffinityConfig.Kept.class::isInstance)
                                .isPresent())
                .findFirst()
                .map(backend -> "backend " + backend.name()
                        + ": its clients belong to servers on this node alone: without floating_ips nodes do not talk");
    }

    /** What to look at when others than the nodes talk to the interconnect; a stray packet or two is not worth it. */
    static Optional<String> intrusion(Rejected rejected) {
        if (rejected.lately() < MANY_REJECTED) {
            return Optional.empty();
        }
        return Optional.of(
                "the interconnect turned " + rejected.lately()
                        + " messages or connections away in the last minute, the last from " + rejected.last()
                        + "; find who sends them: a node with another secret_file or cluster, or somebody who has no business there");
    }

    /** The first 8 bytes of the digest, as they travel in advertisements. */
    static long shortDigest(BatonConfig config) {
        return HexFormat.fromHexDigitsToLong(config.digest(), 0, 16);
    }

    private static List<String> problems(
            BatonConfig config,
            String node,
            List<GroupStatus> groups,
            List<PathStatus> paths,
            List<BackendStatus> backends) {
        List<String> problems = new ArrayList<>();
        for (GroupStatus group : groups) {
            if (group.master().isEmpty()) {
                problems.add("floating IP " + group.name() + " is owned by nobody");
            }
            if (group.nodes().stream()
                            .filter(member -> member.role() == Role.MASTER)
                            .count()
                    > 1) {
                problems.add("floating IP " + group.name() + " is owned by more than one node");
            }
            for (GroupStatus.Member member : group.nodes()) {
                problemsOf(group.name(), member, problems);
            }
        }
        configProblems(config, node, groups, problems);
        pathProblems(config, paths, problems);
        backends.stream().map(BackendReports::problems).forEach(problems::addAll);
        return problems;
    }

    /** A peer that is silent on every network is a problem of its own, told by its reasons. */
    private static void pathProblems(BatonConfig config, List<PathStatus> paths, List<String> problems) {
        Duration limit = config.cluster().election().heartbeat().multipliedBy(SILENT_HEARTBEATS);
        Set<String> heard = paths.stream()
                .filter(path -> heard(path, limit))
                .map(PathStatus::peer)
                .collect(Collectors.toSet());
        for (PathStatus path : paths) {
            if (heard.contains(path.peer()) && !heard(path, limit)) {
                problems.add("node " + path.peer() + " is not heard on the network of " + path.path()
                        + path.silence()
                                .map(silence -> " for " + silence.toSeconds() + " s")
                                .orElse(" at all"));
            }
        }
    }

    /** Whether a peer was heard lately, on any network. */
    static boolean heardLately(BatonConfig config, List<PathStatus> paths, String peer) {
        Duration limit = config.cluster().election().heartbeat().multipliedBy(SILENT_HEARTBEATS);
        return paths.stream().anyMatch(path -> path.peer().equals(peer) && heard(path, limit));
    }

    private static boolean heard(PathStatus path, Duration limit) {
        return path.silence().filter(silence -> silence.compareTo(limit) <= 0).isPresent();
    }

    private static StatusReport.Path path(PathStatus path) {
        return new StatusReport.Path(
                path.path(), path.peer(), path.silence().map(Duration::toMillis).orElse(null));
    }

    private static void problemsOf(String group, GroupStatus.Member member, List<String> problems) {
        for (String reason : member.reasons()) {
            problems.add("node " + member.name() + " in " + group + ": " + reason);
        }
        if (member.role() == Role.INIT && member.reasons().isEmpty()) {
            problems.add("node " + member.name() + " in " + group + " is not there");
        }
    }

    private static void configProblems(
            BatonConfig config, String node, List<GroupStatus> groups, List<String> problems) {
        long digest = shortDigest(config);
        groups.stream()
                .flatMap(group -> group.nodes().stream())
                .filter(member -> member.role() != Role.INIT && member.configDigest() != digest)
                .map(GroupStatus.Member::name)
                .distinct()
                .forEach(other -> problems.add("node " + other + " runs another configuration than " + node
                        + "; baton reload --cluster gives all nodes the file of the node where it is run, so run it"
                        + " where the file is right, with --dry-run first"));
    }

    private static StatusReport.FloatingIpGroup group(GroupStatus group) {
        return new StatusReport.FloatingIpGroup(
                group.name(),
                group.master().isEmpty() ? null : group.master(),
                group.term(),
                group.addresses(),
                group.nodes().stream()
                        .map(member -> new StatusReport.Node(
                                member.name(),
                                member.role().name(),
                                member.priority(),
                                member.effectivePriority(),
                                member.synced(),
                                member.reasons()))
                        .toList());
    }

    private static StatusReport.Frontend frontend(FrontendConfig frontend) {
        InetSocketAddress bind = frontend.bind();
        String host = bind.getAddress().getHostAddress();
        return new StatusReport.Frontend(
                frontend.name(),
                frontend.mode().name().toLowerCase(Locale.ROOT),
                frontend.tls().isPresent(),
                (host.contains(":") ? "[" + host + "]" : host) + ":" + bind.getPort());
    }
}
