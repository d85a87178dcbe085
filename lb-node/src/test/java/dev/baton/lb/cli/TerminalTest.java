package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own, with all that it says to whoever is there. */
class TerminalTest {

    private static final int COLUMNS = 80;

    /** @param words of both streams, as lines */
    private record Said(int exitCode, List<String> words) {}

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "drill --help", "drain nosuch", "status -o xml", "completion fish", "maintenanse"})
    void whatItSaysFitsIntoTheTerminal(String words) throws Exception {
        Said said = baton(Redirect.PIPE, words.split(" "));
        assertThat(said.words()).isNotEmpty().allMatch(line -> line.length() <= COLUMNS);
    }

    @Test
    void aLongNameIsNoReasonToGoBeyondTheEdge() throws Exception {
        Path file = directory.resolve("a-rather-long-name-of-a-configuration.yaml");
        assertThat(InitCommandTest.init(file, "--server", "a=10.9.0.20:8000")).isZero();
        Said said = baton(Redirect.PIPE, "check", file.toString());
        assertThat(said.words()).anyMatch(line -> line.startsWith("valid;")).anyMatch(line -> line.contains("digest"));
    }

    @Test
    void anAnswerThatIsNotWrittenIsNoSuccess() throws Exception {
        Said said = baton(Redirect.to(new File("/dev/full")), "version");
        assertThat(said.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(said.words()).singleElement().asString().contains("could not be written: No space left on device");
    }

    private static Said baton(Redirect output, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Baton.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("COLUMNS", String.valueOf(COLUMNS));
        boolean both = output.equals(Redirect.PIPE);
        Process baton = builder.redirectErrorStream(both).redirectOutput(output).start();
        byte[] said = (both ? baton.getInputStream() : baton.getErrorStream()).readAllBytes();
        return new Said(
                baton.waitFor(),
                new String(said, StandardCharsets.UTF_8).lines().toList());
    }
}
