package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;

class CompletionTest {

    /** Bash itself says what it would offer. */
    @Test
    void bashOffersCommandsAndTheirOptions() throws Exception {
        assertThat(offered("baton", "rel")).contains("reload");
        assertThat(offered("baton", "reload", "--d")).contains("--dry-run");
    }

    private static String offered(String... words) throws IOException, InterruptedException {
        String script = AutoComplete.bash("baton", Baton.commandLine(new Baton()))
                + "\nCOMP_WORDS=(" + String.join(" ", words) + ")\nCOMP_CWORD=" + (words.length - 1)
                + "\n_complete_baton\necho \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash", "--norc", "-s")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = bash.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return answer;
    }
}
