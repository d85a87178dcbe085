package dev.baton.lb.metrics;

import dev.baton.lb.traffic.FrontendTraffic;
import dev.baton.lb.traffic.Multiplexing;
import dev.baton.lb.traffic.Multiplexing.By;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What clients do with HTTP/2, beyond their requests. */
final class Http2Metrics {

    private Http2Metrics() {}

    /** Reads one number of one frontend. */
    @FunctionalInterface
    private interface ByReason {
        long of(Multiplexing seen, By who, int reason);
    }

    static void write(List<FrontendTraffic> frontends, Exposition to) {
        List<FrontendTraffic> all =
                frontends.stream().filter(FrontendTraffic::http).toList();
        to.gauge("baton_frontend_http2_connections", "Connections of HTTP/2 that are open.");
        values(all, to, Multiplexing::connections);
        to.counter("baton_frontend_http2_connections_opened", "Connections of HTTP/2 that began.");
        values(all, to, Multiplexing::allConnections);
        to.gauge("baton_frontend_http2_streams", "Streams that are open.");
        values(all, to, Multiplexing::streams);
        to.counter("baton_frontend_http2_streams_opened", "Streams that began.");
        values(all, to, Multiplexing::allStreams);
        to.counter("baton_frontend_http2_resets", "Streams that were broken off, by whom and for which reason.");
        reasons(all, to, Multiplexing::resets);
        to.counter("baton_frontend_http2_goaways", "Connections that one side said it ends, by whom and why.");
        reasons(all, to, Multiplexing::goAways);
    }

    private static void values(List<FrontendTraffic> all, Exposition to, ToLongFunction<Multiplexing> value) {
        all.forEach(each -> to.value(Labels.of("frontend", each.name()), value.applyAsLong(each.multiplexing())));
    }

    /** Most of the reasons are never seen, so only those that were are told. */
    private static void reasons(List<FrontendTraffic> all, Exposition to, ByReason value) {
        for (FrontendTraffic each : all) {
            for (By who : By.values()) {
                for (int i = 0; i < Multiplexing.REASONS.size(); i++) {
                    long count = value.of(each.multiplexing(), who, i);
                    if (count > 0) {
                        to.value(
                                Labels.of(
                                        "frontend",
                                        each.name(),
                                        "by",
                                        who.name().toLowerCase(Locale.ROOT),
                                        "reason",
                                        Multiplexing.REASONS.get(i)),
                                count);
                    }
                }
            }
        }
    }
}
