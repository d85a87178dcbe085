package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Error pages are read with the configuration, so that an outage is not when their absence is found. */
class ErrorPagesReaderTest {

    @TempDir
    private Path directory;

    private Path config(String yaml) throws IOException {
        return Files.writeString(directory.resolve("baton.yaml"), yaml + """

                backends: [{name: b, servers: [{name: s, address: "127.0.0.1:1"}]}]
                """);
    }

    @Test
    void aFrontendsOwnPageGoesBeforeTheOneForAll() throws Exception {
        Files.writeString(directory.resolve("all.html"), "all");
        Files.writeString(directory.resolve("own.txt"), "own");
        Path file = config("""
                error_files: {503: all.html, 502: all.html}
                frontends:
                  - {name: f, bind: ":80", backend: b, error_files: {503: own.txt}}
                  - {name: g, bind: ":81", backend: b}
                  - {name: t, bind: ":82", backend: b, mode: tcp}
                """);
        List<FrontendConfig> frontends = ConfigReader.read(file).frontends();

        assertThat(shown(frontends.getFirst()))
                .containsOnly(
                        Map.entry(503, "text/plain; charset=utf-8 own"),
                        Map.entry(502, "text/html; charset=utf-8 all"));
        assertThat(shown(frontends.get(1)))
                .containsOnly(
                        Map.entry(503, "text/html; charset=utf-8 all"), Map.entry(502, "text/html; charset=utf-8 all"));
    }

    private static Map<Integer, String> shown(FrontendConfig frontend) {
        return frontend.clients().errorPages().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().contentType() + " "
                                + new String(entry.getValue().body(), StandardCharsets.UTF_8)));
    }

    @Test
    void whatCannotBeServedIsSaidWithItsPlace() throws IOException {
        Files.write(directory.resolve("big.html"), new byte[(64 << 10) + 1]);
        Files.createDirectory(directory.resolve("dir.html"));
        Path file = config("""
                frontends:
                  - name: f
                    bind: ":80"
                    backend: b
                    error_files:
                      503: gone.html
                      502: big.html
                      504: page.php
                      500: gone.html
                      400: dir.html
                  - {name: t, bind: ":82", backend: b, mode: tcp, error_files: {}}
                """);
        assertThat(problems(file))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("6:12: ").contains("gone.html is not there"),
                        problem -> assertThat(problem).startsWith("7:12: ").contains("larger than 64KiB"),
                        problem -> assertThat(problem).startsWith("8:12: ").contains("name it .html, .json or .txt"),
                        problem -> assertThat(problem).startsWith("9:7: ").contains("\"500\" is no status"),
                        problem -> assertThat(problem).startsWith("10:12: ").contains("dir.html cannot be read"),
                        problem -> assertThat(problem).startsWith("11:").contains("error_files is for mode: http"));
    }

    private static List<String> problems(Path file) {
        try {
            ConfigReader.read(file);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.line() + ":" + problem.column() + ": " + problem.message())
                    .toList();
        }
    }
}
