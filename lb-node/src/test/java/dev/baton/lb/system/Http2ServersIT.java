package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import dev.baton.lb.tls.Issuer;
import dev.baton.lb.tls.Issuer.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 to nginx, with BoringSSL on one node and the JDK's engine on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2ServersIT {

    private static final String BATON = """
            frontends:
              - {name: secure, bind: ":81", backend: secure}
              - {name: clear, bind: ":82", backend: clear, http2: {clear_text: true}}
              - {name: old, bind: ":83", backend: old}
            backends:
              - name: secure
                protocol: h2
                tls: {ca: root.pem, server_name: a.example}
                check: {type: http, interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:8443"}]
              - name: clear
                protocol: h2
                check: {type: http, interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:8000"}]
              - name: old
                protocol: h2
                tls: {ca: root.pem, server_name: a.example}
                check: {interval: 200ms, fall: 1, timeout: 5s}
                servers: [{name: s, address: "10.9.0.20:8444"}]
            """;

    private static String nginxConfig(Path directory) {
        return """
            user root;
            daemon off;
            worker_processes 1;
            pid %1$s/nginx.pid;
            error_log stderr notice;
            events { }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              keepalive_requests 50;
              ssl_certificate %1$s/a.pem;
              ssl_certificate_key %1$s/a.pem;
              server {
                listen 8443 ssl http2;
                location / { return 200 "$server_protocol $scheme $host"; }
                location /files/ { alias %1$s/files/; }
              }
              server {
                listen 8000 http2;
                location / { return 200 "$server_protocol $scheme $host"; }
                location /files/ { alias %1$s/files/; }
              }
              server { listen 8444 ssl; }
            }
            """.formatted(directory);
    }

    private static final int MANY = 300;

    @AutoClose
    private Lab lab;

    private Host client;
    private final List<BatonNode> nodes = new ArrayList<>();

    @BeforeAll
    void raise() throws IOException {
        PairSupport.requireLab();
        lab = Lab.create();
        client = lab.host("client", "10.9.0.9/24");
        Host web = lab.host("web", "10.9.0.20/24");
        Issuer root = Issuer.root("root");
        Files.writeString(lab.directory().resolve("root.pem"), root.pem());
        Issued issued = root.issue("EC", "a.example");
        Path own = Files.writeString(lab.directory().resolve("a.pem"), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
        Path files = Files.createDirectory(lab.directory().resolve("files"));
        Files.write(files.resolve("large"), new byte[4 << 20]);
        Path nginx = Files.writeString(lab.directory().resolve("nginx.conf"), nginxConfig(lab.directory()));
        web.start(lab.directory().resolve("nginx.log"), List.of("nginx", "-e", "stderr", "-c", nginx.toString()))
                .awaitLine("start worker process \\d+", PairSupport.PATIENCE);
        Path config = Files.writeString(lab.directory().resolve("baton.yaml"), BATON);
        BatonNode boring = BatonNode.start(lab, lab.host("lb1", "10.9.0.1/24"), config);
        BatonNode jdk = BatonNode.start(
                lab,
                lab.host("lb2", "10.9.0.2/24"),
                config,
                Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.handler.ssl.noOpenSsl=true"));
        for (BatonNode node : List.of(boring, jdk)) {
            nodes.add(node.awaitReady());
        }
    }

    /** nginx refuses the handshake where it knows none of the protocols. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoDoesNotAgreeIsDown(int node) throws IOException {
        nodes.get(node)
                .program()
                .awaitLine(
                        ".* server old/s .*is down: it does not agree to speak HTTP/2 \\(ALPN\\).*",
                        PairSupport.PATIENCE);
    }

    private ExecResult curl(String... arguments) {
        String[] command = new String[arguments.length + 5];
        System.arraycopy(new String[] {"curl", "-sS", "--fail", "--max-time", "20"}, 0, command, 0, 5);
        System.arraycopy(arguments, 0, command, 5, arguments.length);
        return client.exec(command);
    }

    @ParameterizedTest
    @CsvSource({"10.9.0.1, 81, https", "10.9.0.1, 82, http", "10.9.0.2, 81, https", "10.9.0.2, 82, http"})
    void realServersAnswerOverHttp2(String node, int port, String scheme) {
        String url = "http://" + node + ":" + port + "/";
        PairSupport.await("an answer", PairSupport.PATIENCE, () -> curl(url).ok());
        assertThat(curl(url).orThrow().out()).isEqualTo("HTTP/2.0 " + scheme + " " + node);
        assertThat(curl("-o", "/dev/null", "-w", "%{size_download}", url + "files/large")
                        .orThrow()
                        .out())
                .isEqualTo(String.valueOf(4 << 20));
        // nginx says GOAWAY after every 50 requests.
        String many = url + "?[1-" + MANY + "]";
        assertThat(curl(many).orThrow().out().split("HTTP/2.0", -1)).hasSize(MANY + 1);
    }

    /** On 4 connections with 32 requests at a time, and a new one to the server after every 50. */
    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.1", "10.9.0.2"})
    void noRequestIsLostWhereTheServerGoesAgainAndAgain(String node) {
        PairSupport.await(
                "an answer",
                PairSupport.PATIENCE,
                () -> curl("http://" + node + ":82/").ok());
        assertThat(client.exec("h2load", "-n", "2000", "-c", "4", "-m", "32", "http://" + node + ":82/")
                        .orThrow()
                        .out())
                .contains("2000 succeeded, 0 failed, 0 errored", "status codes: 2000 2xx");
    }
}
