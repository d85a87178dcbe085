package dev.baton.lb.metrics;

import dev.baton.lb.traffic.Figure;
import dev.baton.lb.traffic.FrontendTraffic;
import java.util.List;

/** What clients get. */
final class FrontendMetrics {

    private FrontendMetrics() {}

    static void write(List<FrontendTraffic> frontends, Exposition to) {
        to.gauge("baton_frontend_connections", "Connections of clients that are open.");
        frontends.forEach(each -> to.value(Labels.of("frontend", each.name()), each.connections()));
        figure(frontends, to, "baton_frontend_accepted", "Connections that were accepted.", Figure.STARTED);
        to.counter("baton_frontend_requests", "Requests that are over, by the class of the answer.");
        frontends.stream()
                .filter(FrontendTraffic::http)
                .forEach(each -> Answers.ALL.forEach(answers -> to.value(
                        Labels.of("frontend", each.name(), "code", answers.code()),
                        each.totals().of(answers.figure()))));
        figure(frontends, to, "baton_frontend_received_bytes", "Bytes from clients.", Figure.BYTES_IN);
        figure(frontends, to, "baton_frontend_sent_bytes", "Bytes to clients.", Figure.BYTES_OUT);
        figure(frontends, to, "baton_frontend_retries", "Attempts at servers that were in vain.", Figure.RETRIES);
        figure(
                frontends,
                to,
                "baton_frontend_server_errors",
                "Requests and connections that servers failed.",
                Figure.SERVER_ERRORS);
        figure(
                frontends,
                to,
                "baton_frontend_client_aborts",
                "Requests and connections that clients broke off.",
                Figure.CLIENT_ABORTS);
        figure(frontends, to, "baton_frontend_refusals", "Requests that were refused as malformed.", Figure.REFUSALS);
        to.histogram("baton_frontend_request_seconds", "From the first byte of a request to the last of its answer.");
        frontends.stream()
                .filter(FrontendTraffic::http)
                .forEach(each -> to.times(Labels.of("frontend", each.name()), each.totals()));
    }

    private static void figure(
            List<FrontendTraffic> frontends, Exposition to, String family, String help, Figure figure) {
        to.counter(family, help);
        frontends.forEach(each ->
                to.value(Labels.of("frontend", each.name()), each.totals().of(figure)));
    }
}
