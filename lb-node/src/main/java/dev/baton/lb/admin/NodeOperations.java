package dev.baton.lb.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the admin API asks of the node it serves. */
public interface NodeOperations {

    /** The cluster as this node sees it. */
    StatusReport status();

    /**
     * All metrics, in UTF-8, in pieces.
     *
     * @param openMetrics whether OpenMetrics 1.0 is wanted; otherwise it is Prometheus' text format 0.0.4
     */
    List<ByteBuffer> metrics(boolean openMetrics);

    /** What passed through this node. */
    TrafficReport traffic();

    /** What happened on this node, also in former lives. */
    EventsReport events();

    /** Why this node has the roles that it has. */
    CompletableFuture<WhyReport> why();

    /**
     * Gives all addresses up until it is switched off again, also across restarts. Fails with a
     * {@link RefusedException} where nobody could take them, and with an {@link IOException} if the wish cannot be kept,
     * and so is not followed either.
     *
     * @param force whether nobody need be there to take them
     */
    CompletableFuture<Void> setMaintenance(boolean on, boolean force);

    /** The servers as this node sees them. */
    ServersReport servers();

    /**
     * Changes what is wanted of a server, also across restarts.
     *
     * @throws IllegalArgumentException if there is no such server, or the wish is none that a server can have
     * @throws IOException if the wish cannot be kept, and so is not followed either
     */
    void changeServer(ServerRequest request) throws IOException;

    /** Serves by what the configuration's file says now; the answer comes when it is done or refused. */
    CompletableFuture<ReloadReport> reload(ReloadRequest request);

    /** Gets ready for another configuration, and keeps it until {@link #decideReload}. */
    CompletableFuture<ReloadReport> prepareReload(PrepareRequest request);

    /** Serves by what was prepared, or forgets it. */
    CompletableFuture<ReloadReport> decideReload(ReloadDecision decision);

    /**
     * Has another node of the cluster answer. Fails with an {@link IllegalArgumentException} if there is none of that
     * name, and with an {@link IOException} if it does not answer.
     *
     * @param name the node; this one answers itself
     */
    CompletableFuture<AdminAnswer> forward(String name, AdminQuestion question);

    /**
     * Who belongs to which server, as this node knows it.
     *
     * @throws IllegalArgumentException if there is no such backend, or the value is none of its kind
     */
    AffinityReport affinity(AffinityRequest request);

    /**
     * Changes who belongs to which server, on every node.
     *
     * @throws IllegalArgumentException if there is no such backend or server, or nothing is kept of its clients
     */
    AffinityChange.Answer changeAffinity(AffinityChange change);

    /**
     * Hands a floating IP group to another node; the answer comes when it is done or refused. Fails with an
     * {@link IllegalArgumentException} if there is no such group or node.
     */
    CompletableFuture<SwitchoverAnswer> switchover(SwitchoverRequest request);
}
