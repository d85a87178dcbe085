package dev.baton.lb.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.traffic.BackendTraffic;
import dev.baton.lb.traffic.Figure;
import dev.baton.lb.traffic.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** How the servers fare, and what they get. */
final class BackendMetrics {

    private static final List<String> STATES = List.of("up", "down", "unknown", "drain", "maint", "ejected");

    /** The last label of {@link Answers#ALL}, written once for all servers. */
    private static final List<byte[]> CODES = Answers.ALL.stream()
            .map(answers -> ("code=\"" + answers.code() + "\"} ").getBytes(UTF_8))
            .toList();

    private static final byte[] PASSED = "result=\"passed\"} ".getBytes(UTF_8);
    private static final byte[] FAILED = "result=\"failed\"} ".getBytes(UTF_8);

    private BackendMetrics() {}

    private record Seen(ServerStatus server, Labels labels, Totals totals) {}

    static void write(List<BackendStatus> backends, Exposition to) {
        to.gauge("baton_backend_waiting", "Requests and connections that wait for a server with room.");
        backends.forEach(each -> to.value(Labels.of("backend", each.name()), each.waiting()));
        states(backends, to);
        List<Seen> servers = servers(backends);
        gauge(
                servers,
                to,
                "baton_server_up",
                "1 when a server gets what is new.",
                server -> server.condition().takesNew() ? 1 : 0);
        gauge(servers, to, "baton_server_weight", "Its share relative to the others.", ServerStatus::weight);
        gauge(servers, to, "baton_server_connections", "What runs on it now.", ServerStatus::connections);
        figure(servers, to, "baton_server_started", "Requests or connections that were sent to it.", Figure.STARTED);
        answers(servers, to);
        figure(servers, to, "baton_server_received_bytes", "Bytes from clients to it.", Figure.BYTES_IN);
        figure(servers, to, "baton_server_sent_bytes", "Bytes from it to clients.", Figure.BYTES_OUT);
        figure(servers, to, "baton_server_retries", "Attempts at it that were in vain.", Figure.RETRIES);
        figure(servers, to, "baton_server_errors", "What it broke off or was late with.", Figure.SERVER_ERRORS);
        checks(servers, to);
        // Classes for each server would be half of all lines where there are a thousand servers.
        to.summary("baton_server_response_seconds", "From the connection to the head of the answer.");
        servers.forEach(each -> to.sumOfTimes(each.labels(), each.totals()));
    }

    static void responses(List<BackendTraffic> backends, Exposition to) {
        to.histogram("baton_backend_response_seconds", "The same of all servers of a backend.");
        backends.forEach(each -> to.times(Labels.of("backend", each.name()), each.totals()));
    }

    /** Small enough to keep for years, where a series for each server is not. */
    private static void states(List<BackendStatus> backends, Exposition to) {
        to.gauge("baton_backend_servers", "Servers by state.");
        for (BackendStatus backend : backends) {
            for (String state : STATES) {
                to.value(
                        Labels.of("backend", backend.name(), "state", state),
                        backend.servers().stream()
                                .filter(server -> server.state().equals(state))
                                .count());
            }
        }
    }

    private static List<Seen> servers(List<BackendStatus> backends) {
        List<Seen> all = new ArrayList<>();
        for (BackendStatus backend : backends) {
            for (ServerStatus server : backend.servers()) {
                Labels labels = Labels.of("backend", backend.name(), "server", server.name());
                all.add(new Seen(server, labels, server.traffic().totals()));
            }
        }
        return all;
    }

    private static void gauge(
            List<Seen> servers, Exposition to, String family, String help, ToLongFunction<ServerStatus> value) {
        to.gauge(family, help);
        servers.forEach(each -> to.value(each.labels(), value.applyAsLong(each.server())));
    }

    private static void figure(List<Seen> servers, Exposition to, String family, String help, Figure figure) {
        to.counter(family, help);
        servers.forEach(each -> to.value(each.labels(), each.totals().of(figure)));
    }

    private static void checks(List<Seen> servers, Exposition to) {
        to.counter("baton_server_checks", "Health checks, by what they found.");
        for (Seen each : servers) {
            to.value(each.labels(), PASSED, each.totals().of(Figure.CHECKS_PASSED));
            to.value(each.labels(), FAILED, each.totals().of(Figure.CHECKS_FAILED));
        }
    }

    private static void answers(List<Seen> servers, Exposition to) {
        to.counter("baton_server_requests", "Requests that it had and that are over, by the class of the answer.");
        for (Seen each : servers) {
            for (int i = 0; i < CODES.size(); i++) {
                Figure figure = Answers.ALL.get(i).figure();
                to.value(each.labels(), CODES.get(i), each.totals().of(figure));
            }
        }
    }
}
