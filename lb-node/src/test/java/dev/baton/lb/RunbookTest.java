package dev.baton.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever reads a warning at night finds it in the runbook. */
class RunbookTest {

    private static final Pattern WARNING =
            Pattern.compile("log\\.(?:warn|error)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)+)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PUNCTUATION = Pattern.compile("^[\\s:;,.]+|[\\s:;,.]+$");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

    /** What is left of a message without its names and numbers says something from that length on. */
    private static final int TELLING = 12;

    @Test
    void eachWarningOfTheLogIsThere() throws IOException {
        String runbook = Files.readString(Path.of("../docs/runbook.md"));
        List<String> warnings = Stream.of("floating-ip", "ha-agent", "lb-node")
                .flatMap(RunbookTest::sources)
                .flatMap(RunbookTest::warnings)
                .distinct()
                .toList();
        assertThat(warnings).hasSizeGreaterThan(40);
        assertThat(warnings).allSatisfy(warning -> assertThat(runbook).contains(warning));
    }

    @Test
    void eachAlertIsThere() throws IOException {
        String runbook = Files.readString(Path.of("../docs/runbook.md"));
        List<String> alerts = ALERT.matcher(Files.readString(Path.of("../deploy/prometheus/baton-alerts.yml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(alerts).isNotEmpty().allSatisfy(alert -> assertThat(runbook).contains(alert));
    }

    private static Stream<String> sources(String module) {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(RunbookTest::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The longest piece of each message between what is filled in. */
    private static Stream<String> warnings(String source) {
        return WARNING.matcher(source)
                .results()
                .map(RunbookTest::text)
                .map(message -> Arrays.stream(message.split("\\{}|\\\\\""))
                        .map(piece -> PUNCTUATION.matcher(piece).replaceAll(""))
                        .max(Comparator.comparingInt(String::length))
                        .orElse(""))
                .filter(piece -> piece.length() >= TELLING);
    }

    private static String text(MatchResult warning) {
        StringBuilder text = new StringBuilder();
        LITERAL.matcher(warning.group(1)).results().forEach(literal -> text.append(literal.group(1)));
        return text.toString();
    }
}
