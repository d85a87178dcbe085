package dev.baton.lb.admin;

import java.util.concurrent.CompletableFuture;

/** What the admin API asks of the node it serves. */
public interface NodeOperations {

    /** The cluster as this node sees it. */
    StatusReport status();

    /** How this node's roles have changed, also in former lives. */
    EventsReport events();

    /** Hands a floating IP group to another node; the answer comes when it is done or refused. */
    CompletableFuture<SwitchoverAnswer> switchover(SwitchoverRequest request);
}
