package dev.baton.lb.config;

import java.util.Map;

/**
 * How a frontend deals with its clients.
 *
 * @param timeouts how long they may take
 * @param limits how much they may send
 * @param errorPages what they get to see with a status that the proxy gives by itself; nothing but a line of text
 *     where a status is missing
 * @param http2 what those get that speak HTTP/2
 */
public record ClientConfig(
        ClientTimeouts timeouts, HttpLimits limits, Map<Integer, ErrorPage> errorPages, Http2Config http2) {

    public static final ClientConfig DEFAULT = new ClientConfig(ClientTimeouts.DEFAULT, HttpLimits.DEFAULT);

    public ClientConfig {
        errorPages = Map.copyOf(errorPages);
    }

    /** Without pages, and with the usual HTTP/2. */
    public ClientConfig(ClientTimeouts timeouts, HttpLimits limits) {
        this(timeouts, limits, Map.of(), Http2Config.DEFAULT);
    }
}
