package dev.baton.bench.datapath;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The same work, said to each: an HTTP, an HTTPS and a TCP frontend before one backend, checks every 2 s, one worker thread. */
final class Configs {

    /** Where nginx listens, on every address of the loopback network. */
    static final int SERVER_PORT = 9000;

    /** Where the slow servers of {@link SlowCrowd} listen. */
    static final int SLOW_PORT = 9100;

    /** Two descriptors each, and with those of 1,000 servers no more than the 20,000 that some machines allow. */
    private static final int HAPROXY_CONNECTIONS = 9000;

    private Configs() {}

    /**
     * @param servers in the HTTP backend
     * @param certificate the chain and the key of the HTTPS frontend
     */
    static String of(Product product, int servers, Path certificate) {
        return switch (product) {
            case HAPROXY -> haproxy(servers, certificate);
            case BATON -> baton(servers, certificate);
        };
    }

    private static String haproxy(int servers, Path certificate) {
        return """
                global
                  nbthread 1
                  maxconn %d
                defaults
                  timeout connect 3s
                  timeout client 60s
                  timeout server 60s
                  timeout http-keep-alive 60s
                  default-server check inter 2s
                frontend web
                  mode http
                  bind 127.0.0.1:%d
                  option forwardfor
                  http-request set-header X-Forwarded-Proto http
                  use_backend slow if { path_beg /slow }
                  default_backend app
                frontend secure
                  mode http
                  bind 127.0.0.1:%d ssl crt %s alpn http/1.1
                  option forwardfor
                  http-request set-header X-Forwarded-Proto https
                  default_backend app
                frontend raw
                  mode tcp
                  bind 127.0.0.1:%d
                  default_backend app-tcp
                backend app
                  mode http
                %s
                backend app-tcp
                  mode tcp
                  server s0 %s
                backend slow
                  mode http
                  server s0 127.0.9.1:%d rise 1
                """.formatted(
                        HAPROXY_CONNECTIONS,
                        Product.HAPROXY.httpPort(),
                        Product.HAPROXY.tlsPort(),
                        certificate,
                        Product.HAPROXY.tcpPort(),
                        lines(servers, "  server s%d %s"),
                        address(0),
                        SLOW_PORT);
    }

    private static String baton(int servers, Path certificate) {
        return """
                workers: 1
                frontends:
                  - name: web
                    bind: "127.0.0.1:%d"
                    backend: app
                    http2: {clear_text: true}
                    rules: [{when: {path_prefix: /slow}, backend: slow}]
                  - {name: secure, bind: "127.0.0.1:%d", backend: app, tls: {certificates: [%s], alpn: [http/1.1]}}
                  - {name: raw, bind: "127.0.0.1:%d", mode: tcp, backend: app-tcp}
                backends:
                  - name: app
                    servers:
                %s
                  - name: app-tcp
                    servers: [{name: s0, address: "%s"}]
                  - name: slow
                    check: {rise: 1}
                    servers: [{name: s0, address: "127.0.9.1:%d"}]
                """.formatted(
                        Product.BATON.httpPort(),
                        Product.BATON.tlsPort(),
                        certificate,
                        Product.BATON.tcpPort(),
                        lines(servers, "      - {name: s%d, address: \"%s\"}"),
                        address(0),
                        SLOW_PORT);
    }

    private static String lines(int servers, String format) {
        return IntStream.range(0, servers)
                .mapToObj(i -> format.formatted(i, address(i)))
                .collect(Collectors.joining("\n"));
    }

    /** One nginx is all of them: to a proxy, another address is another server. */
    private static String address(int server) {
        return "127.0.%d.%d:%d".formatted(1 + server / 250, 1 + server % 250, SERVER_PORT);
    }
}
