package dev.baton.lb.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the admin API serves that is not JSON. */
final class AdminPages {

    static final String METRICS = "/metrics";
    static final String DASHBOARD = "/";

    static final String JSON_TYPE = "application/json";
    private static final String HTML_TYPE = "text/html; charset=utf-8";
    private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** The page loads nothing but what it asks of this node. */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
            + "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private AdminPages() {}

    /** Whether a client that sent this wants OpenMetrics (content negotiation of Prometheus). */
    static boolean wantsOpenMetrics(String accept) {
        return accept.contains("application/openmetrics-text");
    }

    static String metricsType(boolean openMetrics) {
        return openMetrics ? OPEN_METRICS_TYPE : TEXT_TYPE;
    }

    static String type(String uri, AdminAnswer answer) {
        if (answer.status() != 200) {
            return JSON_TYPE;
        }
        return switch (uri) {
            case METRICS -> TEXT_TYPE;
            case DASHBOARD -> HTML_TYPE;
            default -> JSON_TYPE;
        };
    }

    static String dashboard() {
        try (InputStream page = AdminPages.class.getResourceAsStream("dashboard.html")) {
            if (page == null) {
                throw new IllegalStateException("dashboard.html is missing from the program");
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
