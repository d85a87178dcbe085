package dev.baton.floatingip.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.floatingip.exec.BoundedProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedProgramTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void whatItSaysAndWhatItIsToldGoThrough() {
        assertThat(shell("echo $COLOUR; cat", Map.of("COLOUR", "green"), PATIENCE))
                .isEqualTo(new Outcome(true, "green"));
        assertThat(shell("echo full >&2; exit 3", Map.of(), PATIENCE))
                .isEqualTo(new Outcome(false, "ended with status 3: full"));
    }

    @Test
    void aFloodOfWordsIsCut() {
        assertThat(shell("head -c 100000 /dev/zero | tr '\\0' x", Map.of(), PATIENCE)
                        .words())
                .hasSize(500);
    }

    @Test
    void whatLingersInTheBackgroundIsNotWaitedFor() throws IOException {
        assertThat(shell("tail -f /dev/null & echo $! > " + pid(), Map.of(), PATIENCE)
                        .good())
                .isTrue();
        assertThat(child()).hasValueSatisfying(ProcessHandle::destroyForcibly);
    }

    @Test
    void aLateProgramIsKilledWithItsChildren() throws Exception {
        Outcome outcome = shell("tail -f /dev/null & echo $! > " + pid() + "; wait", Map.of(), Duration.ofSeconds(1));
        assertThat(outcome).isEqualTo(new Outcome(false, "was not done within 1000 ms and has been killed"));
        Optional<ProcessHandle> left = child();
        if (left.isPresent()) {
            left.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private Path pid() {
        return directory.resolve("pid");
    }

    private Optional<ProcessHandle> child() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pid()).strip()));
    }

    private static Outcome shell(String script, Map<String, String> environment, Duration timeout) {
        return new BoundedProgram(List.of("/bin/sh", "-c", script), environment, timeout).run();
    }
}
