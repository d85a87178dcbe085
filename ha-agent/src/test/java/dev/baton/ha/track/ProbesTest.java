package dev.baton.ha.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.FloatingIpException;
import dev.baton.floatingip.MacAddress;
import dev.baton.floatingip.Prober;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InetAddress GATEWAY = InetAddress.ofLiteral("10.9.0.254");

    @TempDir
    private Path proc;

    @Test
    void aProcessIsFoundByItsNameWhateverTheNameHolds() throws IOException {
        process(1, "init", 'S');
        process(7, "odd) (name", 'R');
        process(8, "a-name-longer-t", 'S');
        Files.createDirectory(proc.resolve("9")); // ended since: nothing to read

        assertThat(new ProcessProbe(proc, "odd) (name").look()).isEqualTo(Finding.GOOD);
        assertThat(new ProcessProbe(proc, "a-name-longer-than-the-kernel-keeps").look())
                .isEqualTo(Finding.GOOD);
        assertThat(new ProcessProbe(proc, "ini").look()).isEqualTo(Finding.bad("no process \"ini\" runs"));
    }

    @Test
    void aZombieDoesNotRun() throws IOException {
        process(7, "bird", 'Z');
        assertThat(new ProcessProbe(proc, "bird").look().good()).isFalse();
    }

    @Test
    void aMissingProcIsToldAsSuch() {
        assertThat(new ProcessProbe(proc.resolve("none"), "bird").look().why()).contains("none cannot be read");
    }

    @Test
    void theRealProcHasThisVeryProcess() throws IOException {
        String self = Files.readString(Path.of("/proc/self/comm")).strip();
        assertThat(new ProcessProbe(self).look()).isEqualTo(Finding.GOOD);
    }

    @Test
    void aScriptIsJudgedByItsStatus() {
        assertThat(script("exit 0").look()).isEqualTo(Finding.GOOD);
        assertThat(script("echo disk full; exit 1").look().why()).isEqualTo("/bin/sh ended with status 1: disk full");
        assertThat(new ScriptProbe(List.of("/no/such/check"), SECOND).look().why())
                .startsWith("/no/such/check cannot be run");
    }

    @Test
    void aGatewayIsThereIfItAnswers() {
        assertThat(gateway((_, _, _) -> new Prober.Answered(MacAddress.parse("02:00:00:00:00:01")))
                        .look())
                .isEqualTo(Finding.GOOD);
        assertThat(gateway((_, _, _) -> new Prober.Silent()).look())
                .isEqualTo(Finding.bad("10.9.0.254 does not answer on eth0 within 1000 ms"));
        assertThat(gateway((_, _, _) -> {
                            throw new FloatingIpException("eth0 is down", 0);
                        })
                        .look())
                .isEqualTo(Finding.bad("eth0 is down"));
    }

    private static GatewayProbe gateway(Prober prober) {
        return new GatewayProbe(prober, "eth0", GATEWAY, SECOND);
    }

    private static ScriptProbe script(String words) {
        return new ScriptProbe(List.of("/bin/sh", "-c", words), SECOND);
    }

    private void process(int pid, String comm, char state) throws IOException {
        Path directory = Files.createDirectory(proc.resolve(String.valueOf(pid)));
        Files.writeString(directory.resolve("stat"), pid + " (" + comm + ") " + state + " 1 1 1 0 -1\n");
    }
}
