package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lab.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PROXY headers and names of TLS clients with other people's programs: nginx behind, HAProxy, curl and openssl before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyProtocolIT {

    private static final String BATON = """
            frontends:
              - {name: http1, bind: ":81", backend: v1}
              - {name: http2, bind: ":82", backend: v2}
              - {name: tcp1, bind: ":83", mode: tcp, backend: v1}
              - {name: tcp2, bind: ":84", mode: tcp, backend: v2}
              - {name: http6, bind: "[fd00:9::1]:81", backend: v1}
              - {name: tcp6, bind: "[fd00:9::1]:84", mode: tcp, backend: v2}
              - {name: told1, bind: ":85", accept_proxy: [10.9.0.5, 10.9.0.9], backend: v2}
              - {name: told2, bind: ":86", mode: tcp, accept_proxy: [10.9.0.5, 10.9.0.9], backend: v1}
              - name: tls
                bind: ":443"
                mode: tcp
                backend: rest
                without_sni: close
                rules: [{sni: ["shop.example", "*.shop.example"], backend: shop}]
            backends:
              - name: v1
                send_proxy: v1
                check: {type: http, interval: 100ms, rise: 1}
                servers: [{name: a, address: "10.9.0.20:8001"}]
              - name: v2
                send_proxy: v2
                check: {interval: 100ms, rise: 1}
                servers: [{name: a, address: "10.9.0.20:8001"}]
              - {name: shop, check: {rise: 1}, servers: [{name: a, address: "10.9.0.20:8443"}]}
              - {name: rest, check: {rise: 1}, servers: [{name: a, address: "10.9.0.20:8444"}]}
            """;

    private static String nginxConfig(Path directory) {
        return """
            user root;
            daemon off;
            worker_processes 1;
            pid %1$s/nginx.pid;
            error_log stderr info;
            events { }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 8001 proxy_protocol;
                location / { return 200 "$proxy_protocol_addr to $proxy_protocol_server_addr:$proxy_protocol_server_port"; }
              }
              server { listen 8443 ssl; ssl_certificate %1$s/shop.pem; ssl_certificate_key %1$s/shop.key; }
              server { listen 8444 ssl; ssl_certificate %1$s/rest.pem; ssl_certificate_key %1$s/rest.key; }
            }
            """.formatted(directory);
    }

    private static final String HAPROXY = """
            defaults
              mode tcp
              timeout connect 3s
              timeout client 10s
              timeout server 10s
            listen http1
              bind :91
              server baton 10.9.0.1:85 send-proxy
            listen http2
              bind :92
              server baton 10.9.0.1:85 send-proxy-v2
            listen tcp1
              bind :93
              server baton 10.9.0.1:86 send-proxy
            listen tcp2
              bind :94
              server baton 10.9.0.1:86 send-proxy-v2
            """;

    @AutoClose
    private Lab lab;

    private Host client;
    private BatonNode baton;
    private RunningProgram nginx;

    @BeforeAll
    void raise() throws IOException {
        PairSupport.requireLab();
        lab = Lab.create();
        Host balancer = lab.host("lb1", "10.9.0.1/24", "fd00:9::1/64");
        Host front = lab.host("front", "10.9.0.5/24");
        client = lab.host("client", "10.9.0.9/24", "fd00:9::9/64");
        Host web = lab.host("web", "10.9.0.20/24");
        certify(web, "shop");
        certify(web, "rest");
        nginx = web.start(
                lab.directory().resolve("nginx.log"),
                List.of("nginx", "-e", "stderr", "-c", file("nginx.conf", nginxConfig(lab.directory()))));
        nginx.awaitLine("start worker process \\d+", PairSupport.PATIENCE);
        front.start(
                lab.directory().resolve("haproxy.log"), List.of("haproxy", "-db", "-f", file("haproxy.cfg", HAPROXY)));
        baton = BatonNode.start(lab, balancer, Path.of(file("baton.yaml", BATON)))
                .awaitReady();
        PairSupport.await(
                "an answer through HAProxy",
                PairSupport.PATIENCE,
                () -> curl("http://10.9.0.5:91/").ok());
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(lab.directory().resolve(name), text).toString();
    }

    private void certify(Host host, String name) {
        Path base = lab.directory().resolve(name);
        host.exec(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "1",
                        "-subj",
                        "/CN=" + name,
                        "-keyout",
                        base + ".key",
                        "-out",
                        base + ".pem")
                .orThrow();
    }

    private ExecResult curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail", "--max-time", "5"));
        command.addAll(List.of(arguments));
        return client.exec(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.9.0.1:81/, 10.9.0.9 to 10.9.0.1:81",
        "http://10.9.0.1:82/, 10.9.0.9 to 10.9.0.1:82",
        "http://10.9.0.1:83/, 10.9.0.9 to 10.9.0.1:83",
        "http://10.9.0.1:84/, 10.9.0.9 to 10.9.0.1:84",
        "http://[fd00:9::1]:81/, fd00:9:0:0:0:0:0:9 to fd00:9:0:0:0:0:0:1:81",
        "http://[fd00:9::1]:84/, fd00:9::9 to fd00:9::1:84",
    })
    void nginxHearsOfTheClient(String url, String told) {
        assertThat(curl(url, url).orThrow().out()).isEqualTo(told + told);
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.9.0.5:91/, 10.9.0.9 to 10.9.0.5:91",
        "http://10.9.0.5:92/, 10.9.0.9 to 10.9.0.5:92",
        "http://10.9.0.5:93/, 10.9.0.9 to 10.9.0.5:93",
        "http://10.9.0.5:94/, 10.9.0.9 to 10.9.0.5:94",
    })
    void whatHaproxyTellsIsToldOn(String url, String told) {
        assertThat(curl(url, url).orThrow().out()).isEqualTo(told + told);
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.9.0.1:85/, 10.9.0.9 to 10.9.0.1:85",
        "http://10.9.0.1:86/, 10.9.0.9 to 10.9.0.1:86",
    })
    void curlSpeaksItAsWell(String url, String told) {
        assertThat(curl("--haproxy-protocol", url).orThrow().out()).isEqualTo(told);
        assertThat(curl(url).ok()).as("without a header").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"shop.example, shop", "x.Shop.Example, shop", "other.example, rest"})
    void theNameThatOpensslAsksForDecides(String name, String subject) {
        ExecResult seen = openssl("-servername", name);
        assertThat(seen.out()).contains("subject=CN = " + subject + "\n");
    }

    @Test
    void withoutANameNobodyAnswers() {
        ExecResult seen = openssl("-noservername");
        assertThat(seen.out()).contains("no peer certificate available");
    }

    private ExecResult openssl(String... how) {
        // It would wait for what it is to send.
        String command = "openssl s_client -connect 10.9.0.1:443 " + String.join(" ", how) + " < /dev/null";
        return client.exec(Duration.ofSeconds(10), "sh", "-c", command);
    }

    @Test
    void checksAreNoBadHeadersToNginx() {
        assertThat(baton.command("servers").ok()).as("all up").isTrue();
        assertThat(nginx.lines()).noneMatch(line -> line.contains("broken header"));
    }
}
