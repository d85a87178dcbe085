package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManualPageTest {

    private final CommandLine program = Baton.commandLine(new Baton());
    private final List<String> page = new ManualPage(program).lines();

    @TempDir
    private Path directory;

    @Test
    void everyCommandAndOptionIsThere() {
        String text = String.join("\n", page).replace("\\-", "-");
        for (CommandLine command : program.getSubcommands().values()) {
            assertThat(text).contains(".SS baton " + command.getCommandName() + "\n");
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(text).contains("\\fB" + option.longestName() + "\\fR");
            }
        }
        assertThat(text)
                .contains(".SS baton affinity list\n", "(default: 50; a node keeps 500)")
                .doesNotContain("${");
    }

    @Test
    void manHasNothingToSayAgainstIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not installed");
        Path file = directory.resolve("baton.1");
        Files.write(file, page);
        Process groff = new ProcessBuilder("groff", "-man", "-ww", "-Tutf8", "-P-c", file.toString())
                .redirectErrorStream(true)
                .start();
        String shown = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(groff.waitFor()).isZero();
        assertThat(shown).contains("BATON(1)", "baton events --follow -n 0").doesNotContain("warning:", "error:");
    }
}
