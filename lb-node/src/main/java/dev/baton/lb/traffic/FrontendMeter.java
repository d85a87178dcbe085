package dev.baton.lb.traffic;

/**
 * All that is counted of one frontend.
 *
 * @param passing what passes through it
 * @param handshakes those of its clients
 * @param multiplexing what they do with HTTP/2
 */
public record FrontendMeter(Meter passing, Handshakes handshakes, Multiplexing multiplexing) {

    public FrontendMeter() {
        this(new Meter(), new Handshakes(), new Multiplexing());
    }
}
