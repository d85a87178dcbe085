package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CheckReaderTest {

    @Test
    void anHttpCheckIsReadWhole() throws Exception {
        CheckConfig check = check("""
                {type: http, method: HEAD, path: "/ready?deep=1", host: "example.org:81", expect: "200-299,301",
                 body: all well, interval: 5s, fast_interval: 500ms, timeout: 2s, rise: 3, fall: 4,
                 address: 10.0.0.9, port: 8081}
                """);

        assertThat(check)
                .isEqualTo(new CheckConfig(
                        new CheckConfig.Http(
                                "HEAD",
                                "/ready?deep=1",
                                Optional.of("example.org:81"),
                                StatusSet.parse("200-299,301"),
                                Optional.of("all well")),
                        new CheckConfig.Rhythm(
                                Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(2), 3, 4),
                        Optional.of(InetAddress.ofLiteral("10.0.0.9")),
                        OptionalInt.of(8081),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(check.target(new InetSocketAddress("10.0.0.1", 80)))
                .isEqualTo(new InetSocketAddress("10.0.0.9", 8081));
    }

    @Test
    void anHttpCheckHasDefaults() throws Exception {
        CheckConfig check = check("{type: http, interval: 3s}");

        assertThat(check)
                .isEqualTo(CheckConfig.of(
                        new CheckConfig.Http(
                                "GET", "/", Optional.empty(), StatusSet.parse("200-399"), Optional.empty()),
                        new CheckConfig.Rhythm(
                                Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(1), 2, 3)));
        InetSocketAddress server = new InetSocketAddress("10.0.0.1", 80);
        assertThat(check.target(server)).isEqualTo(server);
    }

    @Test
    void aCheckOfThePlaceThatServesBeginsLikeTraffic() throws Exception {
        assertThat(check("{interval: 3s}").sendProxy(SendProxy.V1)).isEqualTo(SendProxy.V1);
        assertThat(check("{port: 81}").sendProxy(SendProxy.V1)).isEqualTo(SendProxy.NONE);
        assertThat(check("{port: 81, send_proxy: v2}").sendProxy(SendProxy.V1)).isEqualTo(SendProxy.V2);
        assertThat(check("{send_proxy: none}").sendProxy(SendProxy.V1)).isEqualTo(SendProxy.NONE);
    }

    private static CheckConfig check(String yaml) throws ConfigException {
        return ConfigReader.parse(
                        "f", """
                        frontends: [{name: web, bind: ":8080", backend: app}]
                        backends:
                          - name: app
                            servers: [{name: a, address: 127.0.0.1:8000}]
                            check: %s
                        """.formatted(yaml.replace("\n", "\n      ").strip()))
                .backends()
                .getFirst()
                .health()
                .check();
    }
}
