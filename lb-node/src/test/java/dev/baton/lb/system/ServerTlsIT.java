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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to nginx and openssl, with BoringSSL on one node and the JDK's engine on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerTlsIT {

    private static final String BATON = """
            frontends:
              - {name: good, bind: ":81", backend: good}
              - {name: tcp, bind: ":82", mode: tcp, backend: good}
              - {name: told, bind: ":83", backend: told}
              - {name: bare, bind: ":84", backend: bare}
              - {name: shell, bind: ":85", mode: tcp, backend: shell}
              - {name: other, bind: ":90", backend: other}
              - {name: unknown, bind: ":91", backend: unknown}
              - {name: old, bind: ":92", backend: old}
              - {name: clear, bind: ":93", backend: clear}
            backends:
              - name: good
                tls: &own {ca: root.pem, server_name: a.example, certificate: client.pem}
                check: {type: http, interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:8443"}]
              - name: told
                send_proxy: v2
                tls: *own
                check: {type: http, interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:8444"}]
              - name: bare
                tls: {ca: root.pem, server_name: a.example}
                check: {interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:8443"}]
              - name: shell
                tls: {ca: root.pem}
                check: {interval: 200ms, rise: 1}
                servers: [{name: s, address: "10.9.0.20:8445", server_name: a.example}]
              - name: other
                tls: {ca: root.pem, server_name: b.example}
                check: {interval: 200ms, fall: 1, timeout: 5s}
                servers: [{name: s, address: "10.9.0.20:8443"}]
              - name: unknown
                tls: {server_name: a.example}
                check: {interval: 200ms, fall: 1, timeout: 5s}
                servers: [{name: s, address: "10.9.0.20:8443"}]
              - name: old
                tls: {ca: root.pem, server_name: a.example}
                check: {interval: 200ms, fall: 1, timeout: 5s}
                servers: [{name: s, address: "10.9.0.20:8446"}]
              - name: clear
                tls: {ca: root.pem, server_name: a.example}
                check: {interval: 200ms, fall: 1, timeout: 5s}
                servers: [{name: s, address: "10.9.0.20:8000"}]
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
              keepalive_timeout 0;
              # By itself nginx 1.22 speaks TLS 1.2 only.
              ssl_protocols TLSv1.2 TLSv1.3;
              ssl_certificate %1$s/a.pem;
              ssl_certificate_key %1$s/a.pem;
              ssl_client_certificate %1$s/root.pem;
              server {
                listen 8443 ssl;
                ssl_verify_client on;
                location / { return 200 "$ssl_protocol $ssl_server_name $ssl_client_s_dn reused $ssl_session_reused"; }
              }
              server {
                listen 8444 ssl proxy_protocol;
                ssl_verify_client on;
                location / { return 200 "$proxy_protocol_addr"; }
              }
              server { listen 8446 ssl; ssl_certificate %1$s/old.pem; ssl_certificate_key %1$s/old.pem; }
              server { listen 8000; location / { return 200 "clear"; } }
            }
            """.formatted(directory);
    }

    private static final String BORINGSSL = "10.9.0.1";
    private static final String JDK = "10.9.0.2";

    @AutoClose
    private Lab lab;

    private Host client;
    private BatonNode boring;
    private BatonNode jdk;

    @BeforeAll
    void raise() throws IOException {
        PairSupport.requireLab();
        lab = Lab.create();
        client = lab.host("client", "10.9.0.9/24");
        Host web = lab.host("web", "10.9.0.20/24");
        Issuer root = Issuer.root("root");
        Instant now = Instant.now();
        Files.writeString(lab.directory().resolve("root.pem"), root.pem());
        write("a.pem", root.issue("EC", "a.example"));
        write("old.pem", root.issue("EC", now.minusSeconds(7200), now.minusSeconds(3600), "a.example"));
        write("client.pem", root.issue("RSA", "the balancer"));
        Path nginx = Files.writeString(lab.directory().resolve("nginx.conf"), nginxConfig(lab.directory()));
        web.start(lab.directory().resolve("nginx.log"), List.of("nginx", "-e", "stderr", "-c", nginx.toString()))
                .awaitLine("start worker process \\d+", PairSupport.PATIENCE);
        String certificate = lab.directory().resolve("a.pem").toString();
        web.start(
                lab.directory().resolve("openssl.log"),
                List.of("openssl", "s_server", "-accept", "8445", "-cert", certificate, "-key", certificate, "-www"));
        Path config = Files.writeString(lab.directory().resolve("baton.yaml"), BATON);
        boring = BatonNode.start(lab, lab.host("lb1", BORINGSSL + "/24"), config);
        jdk = BatonNode.start(
                lab,
                lab.host("lb2", JDK + "/24"),
                config,
                Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.handler.ssl.noOpenSsl=true"));
        boring.awaitReady();
        jdk.awaitReady();
    }

    private void write(String name, Issued issued) throws IOException {
        Path file = Files.writeString(lab.directory().resolve(name), issued.pem() + issued.keyPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String curl(String node, int port) {
        ExecResult result = client.exec("curl", "-sS", "--max-time", "5", "http://" + node + ":" + port + "/");
        return result.out() + result.err();
    }

    @ParameterizedTest
    @CsvSource({"10.9.0.1, 81", "10.9.0.1, 82", "10.9.0.2, 81", "10.9.0.2, 82"})
    void nginxSeesTheCertificateTheNameAndAResumedSession(String node, int port) {
        PairSupport.await(
                "an answer in a resumed session",
                PairSupport.PATIENCE,
                () -> curl(node, port).equals("TLSv1.3 a.example CN=the balancer reused r"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BORINGSSL, JDK})
    void nginxHearsOfTheClientBeforeTheHandshake(String node) {
        PairSupport.await(
                "the client's address",
                PairSupport.PATIENCE,
                () -> curl(node, 83).equals("10.9.0.9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BORINGSSL, JDK})
    void opensslAnswersThroughTcpMode(String node) {
        PairSupport.await(
                "openssl's page", PairSupport.PATIENCE, () -> curl(node, 85).contains("s_server -accept 8445"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BORINGSSL, JDK})
    void whoShowsNoCertificateIsRefusedByNginx(String node) {
        PairSupport.await(
                "nginx's complaint",
                PairSupport.PATIENCE,
                () -> curl(node, 84).contains("No required SSL certificate was sent"));
    }

    @Test
    void nginxIsBelievedByWhatItShows() {
        for (BatonNode node : List.of(boring, jdk)) {
            node.program().awaitLine("server other/s .*is for a.example, not for b.example.*", PairSupport.PATIENCE);
            node.program().awaitLine("server unknown/s .*nobody vouches in this system.*", PairSupport.PATIENCE);
            node.program().awaitLine("server old/s .*its certificate expired on.*", PairSupport.PATIENCE);
            node.program().awaitLine("server clear/s .*it does not speak TLS.*", PairSupport.PATIENCE);
        }
        for (int port = 90; port <= 93; port++) {
            assertThat(curl(BORINGSSL, port)).contains("503");
            assertThat(curl(JDK, port)).contains("503");
        }
    }
}
