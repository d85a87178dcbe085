package dev.baton.lb.metrics;

import dev.baton.lb.traffic.FrontendTraffic;
import dev.baton.lb.traffic.Handshakes;
import dev.baton.lb.traffic.Handshakes.Failure;
import java.util.List;

/** How clients get through their handshakes. */
final class TlsMetrics {

    private TlsMetrics() {}

    static void write(List<FrontendTraffic> frontends, Exposition to) {
        List<FrontendTraffic> all =
                frontends.stream().filter(FrontendTraffic::tls).toList();
        to.counter("baton_frontend_tls_handshakes", "Handshakes that came to a session, a new one or an old one.");
        for (FrontendTraffic each : all) {
            Handshakes seen = each.handshakes();
            to.value(Labels.of("frontend", each.name(), "session", "full"), seen.full());
            to.value(Labels.of("frontend", each.name(), "session", "resumed"), seen.resumed());
        }
        to.counter("baton_frontend_tls_refused", "Clients that did not get through their handshake, by the reason.");
        for (FrontendTraffic each : all) {
            for (Failure why : Failure.values()) {
                to.value(
                        Labels.of("frontend", each.name(), "reason", why.word()),
                        each.handshakes().of(why));
            }
        }
        to.histogram("baton_frontend_tls_handshake_seconds", "From a client's first message to the end.");
        all.forEach(each ->
                to.times(Labels.of("frontend", each.name()), each.handshakes().times()));
    }
}
