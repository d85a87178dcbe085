package dev.baton.lb.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.BatonNode;
import dev.baton.lab.ExecResult;
import dev.baton.lab.Host;
import dev.baton.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says to bad input: one clear message each, no stack trace, the right exit code. */
class BadInputIT {

    private static final String GOOD = """
            cluster:
              insecure: true
              nodes:
                - {name: lb1, address: 10.9.0.1}
                - {name: lb2, address: 10.9.0.2}
            floating_ips:
              - {name: web, interface: eth0, addresses: [10.9.0.100/24]}
            frontends:
              - {name: web, bind: "10.9.0.100:80", backend: app}
            backends:
              - name: app
                servers:
                  - {name: a, address: 10.9.0.20:8000}
            """;

    @TempDir
    private Path directory;

    @AutoClose
    private Lab lab;

    private Host host;

    @BeforeEach
    void raise() {
        PairSupport.requireLab();
        lab = Lab.create();
        host = lab.host("lb1", "10.9.0.1/24", "fd00:9::1/64");
    }

    @Test
    void aMissingFile() {
        refused(run(List.of(), directory.resolve("none.yaml"), "lb1"), 2, "none.yaml: there is no such file");
    }

    @Test
    void anUnknownKeyWithItsPlaceAndTheNearestWord() throws IOException {
        ExecResult result = runWith(GOOD.replace("interface: eth0", "interfce: eth0"));

        refused(result, 2, "unknown key \"interfce\"");
        assertThat(result.err()).contains("baton.yaml:7:17", "did you mean \"interface\"?");
    }

    @Test
    void aDanglingBackend() throws IOException {
        refused(runWith(GOOD.replace("backend: app", "backend: ap")), 2, "did you mean \"app\"?");
    }

    @Test
    void twoFrontendsOnOneAddress() throws IOException {
        refused(
                runWith(GOOD.replace(
                        "backends:\n", "  - {name: other, bind: \"10.9.0.100:80\", backend: app}\nbackends:\n")),
                2,
                "10.9.0.100:80");
    }

    @Test
    void aNodeThatIsNotInTheFile() throws IOException {
        refused(run(List.of(), write(GOOD), "lb3"), 2, "lb3");
    }

    @Test
    void anInterfaceThatDoesNotExist() throws IOException {
        refused(
                runWith(GOOD.replace("interface: eth0", "interface: eth9")),
                1,
                "interface \"eth9\" does not exist; there are eth0, lo");
    }

    @Test
    void noPrivilege() throws IOException {
        refused(
                run(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--reset-env"), write(GOOD), "lb1"),
                1,
                "CAP_NET_RAW");
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        Path other = directory.resolve("nginx.conf");
        Files.writeString(other, """
                daemon off; user root; pid %1$s/nginx.pid; error_log stderr notice;
                events {} http { access_log off; server { listen 10.9.0.1:80; } }
                """.formatted(directory));
        host.start(
                        directory.resolve("nginx.log"),
                        "nginx",
                        "-e",
                        "stderr",
                        "-p",
                        directory.toString(),
                        "-c",
                        other.toString())
                .awaitLine("start worker process", java.time.Duration.ofSeconds(10));

        refused(
                runWith(GOOD.replace("bind: \"10.9.0.100:80\"", "bind: \"10.9.0.1:80\"")),
                1,
                "bind 10.9.0.1:80 failed: address in use (EADDRINUSE)");
    }

    private ExecResult runWith(String config) throws IOException {
        return run(List.of(), write(config), "lb1");
    }

    private Path write(String config) throws IOException {
        return Files.writeString(directory.resolve("baton.yaml"), config);
    }

    private ExecResult run(List<String> prefix, Path config, String node) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                BatonNode.executable().toString(),
                "run",
                "--config",
                config.toString(),
                "--node",
                node,
                "--runtime-dir",
                directory.resolve("run").toString(),
                "--state-dir",
                directory.resolve("state").toString()));
        return host.exec(command.toArray(String[]::new));
    }

    private static void refused(ExecResult result, int exitCode, String message) {
        assertThat(result.err()).contains(message).doesNotContain("\tat ", "Exception");
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }
}
