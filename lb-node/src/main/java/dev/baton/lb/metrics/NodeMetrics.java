package dev.baton.lb.metrics;

import java.nio.ByteBuffer;
import java.util.List;

/** All metrics of a node. Their names are a promise: dashboards and alerts are built on them. */
public final class NodeMetrics {

    private NodeMetrics() {}

    /**
     * Writes everything, in UTF-8 and in pieces: as text it would be copied twice on its way to the network.
     *
     * @param openMetrics whether OpenMetrics 1.0 is wanted; otherwise it is the text format 0.0.4
     */
    public static List<ByteBuffer> text(Observation seen, boolean openMetrics) {
        Exposition to = new Exposition(openMetrics);
        to.gauge("baton_build_info", "1, with what runs.")
                .value(Labels.of("cluster", seen.cluster(), "node", seen.node(), "version", seen.version()), 1);
        to.gauge("baton_problems", "Things for an operator to look at, as this node sees it; baton status names them.")
                .value(Labels.NONE, seen.problems());
        ElectionMetrics.write(seen.election(), to);
        FrontendMetrics.write(seen.frontends(), to);
        TlsMetrics.write(seen.frontends(), to);
        Http2Metrics.write(seen.frontends(), to);
        CertificateMetrics.write(seen.certificates(), to);
        BackendMetrics.write(seen.backends(), to);
        BackendMetrics.responses(seen.responses(), to);
        affinity(seen.affinity(), to);
        ProcessMetrics.write(to);
        return to.text();
    }

    private static void affinity(Observation.Affinity seen, Exposition to) {
        to.gauge("baton_affinity_entries", "Clients that are remembered.").value(Labels.NONE, seen.entries());
        to.gauge("baton_affinity_lag_seconds", "Age of the oldest change of this node that another node lacks.")
                .seconds(Labels.NONE, seen.lag().toNanos());
        to.gauge("baton_affinity_lag_entries", "Changes of this node that another node lacks.")
                .value(Labels.NONE, seen.lagEntries());
    }
}
