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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ExecFloatingIpTest {

    private static final FloatingAddress ADDRESS = new FloatingAddress("eth0", IpPrefix.parse("fd00:9::100/64"));
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<String> complaints = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void callsTheProgramForEveryOperation() throws Exception {
        try (ExecFloatingIp floating = floating("echo \"$@\" >> " + calls(), PATIENCE)) {
            floating.bind(ADDRESS, LEASE);
            run();
            assertThat(floating.renew(ADDRESS, LEASE)).isEqualTo(Renewal.HELD);
            floating.announce(ADDRESS);
            run();
            assertThat(floating.release(ADDRESS)).isTrue();
            run();
            assertThat(floating.renew(ADDRESS, LEASE)).isEqualTo(Renewal.GONE);
        }
        assertThat(Files.readAllLines(calls()))
                .containsExactly(
                        "bind web fd00:9::100 eth0", "announce web fd00:9::100 eth0", "release web fd00:9::100 eth0");
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatHasNotBegunIsReplacedByWhatIsAskedForLater() throws Exception {
        try (ExecFloatingIp floating = floating("echo $1 >> " + calls(), PATIENCE)) {
            floating.bind(ADDRESS, LEASE);
            floating.announce(ADDRESS);
            floating.announce(ADDRESS);
            assertThat(floating.holds(ADDRESS)).isTrue();
            floating.release(ADDRESS);
            assertThat(floating.holds(ADDRESS)).isFalse();
            floating.bind(ADDRESS, LEASE);
            floating.announce(ADDRESS);
            floating.announce(ADDRESS);
            run();
        }
        assertThat(Files.readAllLines(calls())).containsExactly("bind", "announce");
    }

    @Test
    void anAddressThatIsReleasedIsNotReleasedAgain() throws Exception {
        try (ExecFloatingIp floating = floating("echo $1 >> " + calls(), PATIENCE)) {
            assertThat(floating.release(ADDRESS)).isFalse();
            run();
            assertThat(floating.release(ADDRESS)).isFalse();
            run();
        }
        assertThat(Files.readAllLines(calls())).containsExactly("release");
    }

    @Test
    void aReleaseThatFailedIsTriedAgain() throws Exception {
        try (ExecFloatingIp floating = floating("echo $1 >> " + calls() + "; exit 1", PATIENCE)) {
            floating.release(ADDRESS);
            run();
            floating.release(ADDRESS);
            run();
        }
        assertThat(Files.readAllLines(calls())).containsExactly("release", "release");
        assertThat(complaints).hasSize(2);
    }

    @Test
    void aFailedBindIsToldByWhatComesNextUntilItIsTriedAgain() throws Exception {
        try (ExecFloatingIp floating = floating("echo no such instance >&2; exit 3", PATIENCE)) {
            floating.bind(ADDRESS, LEASE);
            run();
            assertThat(floating.holds(ADDRESS)).isFalse();
            assertThatThrownBy(() -> floating.renew(ADDRESS, LEASE))
                    .hasMessageContainingAll(
                            "bind fd00:9::100/64 on eth0 failed", "status 3: no such instance", "run it by hand");
            assertThatThrownBy(() -> floating.announce(ADDRESS)).hasMessageContaining("status 3");
            floating.bind(ADDRESS, LEASE);
            assertThat(floating.renew(ADDRESS, LEASE)).isEqualTo(Renewal.HELD);
            run();
        }
        assertThat(complaints).hasSize(2);
    }

    @Test
    void announcesNothingThatItDoesNotHold() {
        try (ExecFloatingIp floating = new ExecFloatingIp(Path.of("/none"), PATIENCE, "web", complaints::add)) {
            assertThatThrownBy(() -> floating.announce(ADDRESS)).hasMessageContaining("not held");
        }
    }

    @Test
    void killsAProgramThatHangsAndNamesOneThatIsMissing() throws Exception {
        try (ExecFloatingIp floating = floating("exec tail -f /dev/null", Duration.ofMillis(100))) {
            floating.bind(ADDRESS, LEASE);
            run();
        }
        try (ExecFloatingIp floating = floating("true", PATIENCE)) {
            Files.delete(directory.resolve("move-ip"));
            floating.bind(ADDRESS, LEASE);
            run();
        }
        assertThat(complaints)
                .satisfiesExactly(
                        late -> assertThat(late).contains("within 100 ms"),
                        missing -> assertThat(missing).contains("move-ip cannot be run"));
    }

    @Test
    @Timeout(60)
    void closingWaitsForWhatWasBegun() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        ExecFloatingIp floating =
                new ExecFloatingIp(program("cat " + fifo + " > " + calls()), PATIENCE, "web", complaints::add);
        floating.release(ADDRESS);
        Thread closing = Thread.ofPlatform().start(floating::close);
        assertThat(closing.join(Duration.ofMillis(50))).isFalse();
        Files.writeString(fifo, "done\n");
        closing.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(Files.readString(calls())).isEqualTo("done\n");
    }

    private void run() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    private Path calls() {
        return directory.resolve("calls");
    }

    private ExecFloatingIp floating(String script, Duration timeout) throws IOException {
        return new ExecFloatingIp(program(script), timeout, "web", complaints::add, background::add);
    }

    private Path program(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("move-ip"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
