package dev.baton.lb.traffic;

/**
 * What passed through a frontend.
 *
 * @param name the frontend's
 * @param http whether there are requests, or connections alone
 * @param tls whether it ends TLS
 * @param totals what was counted
 * @param handshakes of its clients
 * @param multiplexing what they do with HTTP/2
 */
public record FrontendTraffic(
        String name, boolean http, boolean tls, Totals totals, Handshakes handshakes, Multiplexing multiplexing) {

    /** As a frontend's meter has it at the moment. */
    public static FrontendTraffic of(String name, boolean http, boolean tls, FrontendMeter meter) {
        return new FrontendTraffic(name, http, tls, meter.passing().totals(), meter.handshakes(), meter.multiplexing());
    }

    /** Connections that are open. */
    public long connections() {
        return Math.max(0, totals.of(Figure.STARTED) - totals.of(Figure.CLOSED));
    }
}
