package dev.baton.lb.metrics;

import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.status.GroupDeeds;
import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.status.LoopStatus;
import dev.baton.ha.status.PathStatus;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.traffic.BackendTraffic;
import dev.baton.lb.traffic.FrontendTraffic;
import java.time.Duration;
import java.util.List;

/**
 * What there is to tell at one moment.
 *
 * @param cluster the cluster's name
 * @param node this node's
 * @param version of the program
 * @param problems how many things there are for an operator to look at
 * @param election what the election tells
 * @param frontends what passed through each
 * @param backends how each fares
 * @param responses how long the servers of each took
 * @param certificates what frontends that end TLS serve
 * @param affinity how many clients are remembered, and what other nodes lack of them
 */
public record Observation(
        String cluster,
        String node,
        String version,
        int problems,
        Election election,
        List<FrontendTraffic> frontends,
        List<BackendStatus> backends,
        List<BackendTraffic> responses,
        List<CertificateStatus> certificates,
        Affinity affinity) {

    public Observation {
        frontends = List.copyOf(frontends);
        backends = List.copyOf(backends);
        responses = List.copyOf(responses);
        certificates = List.copyOf(certificates);
    }

    /**
     * @param entries how many clients are remembered
     * @param lag how old the oldest change of this node is that another one lacks
     * @param lagEntries how many changes another one lacks
     */
    public record Affinity(long entries, Duration lag, long lagEntries) {}

    /**
     * @param groups as this node sees them
     * @param deeds what it has done for each
     * @param changes how often its role has changed
     * @param paths what each network carries
     * @param rejected what the interconnect did not let in
     * @param loop how punctual the election is
     */
    public record Election(
            List<GroupStatus> groups,
            List<GroupDeeds> deeds,
            List<RoleCounter.Changes> changes,
            List<PathStatus> paths,
            Rejected rejected,
            LoopStatus loop) {

        /** Of a node that takes part in none. */
        public static final Election NONE = new Election(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Rejected.NOTHING,
                new LoopStatus(0, Duration.ZERO, Duration.ZERO));

        public Election {
            groups = List.copyOf(groups);
            deeds = List.copyOf(deeds);
            changes = List.copyOf(changes);
            paths = List.copyOf(paths);
        }
    }
}
