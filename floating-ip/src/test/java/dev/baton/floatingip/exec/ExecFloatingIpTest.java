package dev.baton.floatingip.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.floatingip.FloatingAddress;
import dev.baton.floatingip.FloatingIp.Renewal;
import dev.baton.floatingip.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecFloatingIpTest {

    private static final FloatingAddress ADDRESS = new FloatingAddress("eth0", IpPrefix.parse("10.9.0.100/24"));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void callsTheProgramForEveryOperation() throws Exception {
        Path calls = directory.resolve("calls");
        try (ExecFloatingIp floating = floating("echo \"$@\" >> " + calls, PATIENCE)) {
            floating.bind(ADDRESS, Duration.ofSeconds(2));
            assertThat(floating.renew(ADDRESS, Duration.ofSeconds(2))).isEqualTo(Renewal.HELD);
            floating.announce(ADDRESS);
            assertThat(floating.release(ADDRESS)).isTrue();
            assertThat(floating.release(ADDRESS)).isFalse();
            assertThat(floating.renew(ADDRESS, Duration.ofSeconds(2))).isEqualTo(Renewal.GONE);
        }
        assertThat(Files.readAllLines(calls))
                .containsExactly(
                        "bind web 10.9.0.100 eth0",
                        "announce web 10.9.0.100 eth0",
                        "release web 10.9.0.100 eth0",
                        "release web 10.9.0.100 eth0");
    }

    @Test
    void repeatsWhatTheProgramSaidWhenItFailed() throws Exception {
        try (ExecFloatingIp floating = floating("echo no such instance >&2; exit 3", PATIENCE)) {
            assertThatThrownBy(() -> floating.bind(ADDRESS, Duration.ZERO))
                    .hasMessageContainingAll("bind 10.9.0.100/24 on eth0", "status 3: no such instance");
            assertThat(floating.holds(ADDRESS)).isFalse();
            assertThatThrownBy(() -> floating.announce(ADDRESS)).hasMessageContaining("not held");
        }
    }

    @Test
    void killsAProgramThatHangs() throws Exception {
        try (ExecFloatingIp floating = floating("exec tail -f /dev/null", Duration.ofMillis(100))) {
            assertThatThrownBy(() -> floating.bind(ADDRESS, Duration.ZERO)).hasMessageContaining("within 100 ms");
        }
    }

    @Test
    void namesAProgramThatIsMissing() {
        try (ExecFloatingIp floating = new ExecFloatingIp(directory.resolve("none"), PATIENCE, _ -> "web")) {
            assertThatThrownBy(() -> floating.bind(ADDRESS, Duration.ZERO)).hasMessageContaining("none cannot be run");
        }
    }

    private ExecFloatingIp floating(String script, Duration timeout) throws IOException {
        Path program = Files.writeString(directory.resolve("move-ip"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new ExecFloatingIp(program, timeout, _ -> "web");
    }
}
