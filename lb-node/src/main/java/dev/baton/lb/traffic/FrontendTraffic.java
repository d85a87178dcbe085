package dev.baton.lb.traffic;

/**
 * What passed through a frontend.
 *
 * @param name the frontend's
 * @param http whether there are requests, or connections alone
 * @param totals what was counted
 */
public record FrontendTraffic(String name, boolean http, Totals totals) {

    /** Connections that are open. */
    public long connections() {
        return Math.max(0, totals.of(Figure.STARTED) - totals.of(Figure.CLOSED));
    }
}
