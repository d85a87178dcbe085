package dev.baton.lb.proxy;

import java.time.Duration;
import java.util.List;

/** Whether the data path could serve a client at this moment. */
@FunctionalInterface
public interface Liveness {

    /**
     * Asks every event loop to do nothing, and looks at every listener.
     *
     * @param bound how long the loops may take to answer, together
     * @return what is wrong, one sentence each; empty when all is well
     */
    List<String> ailments(Duration bound) throws InterruptedException;
}
