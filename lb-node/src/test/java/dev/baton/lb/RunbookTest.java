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
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern FILLED_IN = Pattern.compile("\\{}|%[sd]|\\\\[n\"]");
    private static final Pattern PUNCTUATION = Pattern.compile("^[\\s:;,.]+|[\\s:;,.]+$");
    /** What ends in front of an operator: a problem of the status, a refusal, the failure of a command. */
    private static final Pattern TOLD =
            Pattern.compile("(?:problems\\.add(?:First)?|new CommandFailure|new IOException|\\brefused?"
                    + "|finish(?=\\(\\s*false)|Optional\\.of|peerWatch\\.gone|(?<![\\w.])set|Console\\.err)\\(");

    private static final List<String> WHERE_IT_IS_TOLD = List.of("/lb/cli/", "/ha/agent/", "/ha/vrrp/");

    /** For who sets a node up and reads the file at hand, by day. */
    private static final List<String> SETTING_UP = List.of("InitCommand.java", "AccessLogCheck.java");

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
    void eachProblemAndEachFailureOfACommandIsThere() throws IOException {
        String runbook = Files.readString(Path.of("../docs/runbook.md"));
        List<String> told = Stream.of("ha-agent", "lb-node")
                .flatMap(RunbookTest::files)
                .filter(file -> WHERE_IT_IS_TOLD.stream().anyMatch(file.toString()::contains))
                .filter(file -> SETTING_UP.stream().noneMatch(file::endsWith))
                .map(RunbookTest::read)
                .flatMap(RunbookTest::told)
                .distinct()
                .toList();
        assertThat(told).hasSizeGreaterThan(50);
        assertThat(told).filteredOn(words -> !runbook.contains(words)).isEmpty();
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
        return files(module).map(RunbookTest::read);
    }

    private static Stream<Path> files(String module) {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
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
        return WARNING.matcher(source).results().map(RunbookTest::text).flatMap(message -> longest(Stream.of(message)));
    }

    /** As {@link #warnings}, of arguments that are put together from text and names. What is wrong with a command line says so itself. */
    private static Stream<String> told(String source) {
        return TOLD.matcher(source)
                .results()
                .map(call -> arguments(source, call.start()))
                .filter(arguments -> !arguments.contains("ExitCode.USAGE"))
                .map(arguments -> JOINT.matcher(arguments).replaceAll(""))
                .flatMap(arguments ->
                        longest(LITERAL.matcher(arguments).results().map(literal -> literal.group(1))));
    }

    private static Stream<String> longest(Stream<String> texts) {
        return texts
                .flatMap(text -> Arrays.stream(FILLED_IN.split(text)))
                .map(piece -> PUNCTUATION.matcher(piece).replaceAll(""))
                .filter(piece -> piece.length() >= TELLING)
                .max(Comparator.comparingInt(String::length))
                .stream();
    }

    /** From the first parenthesis to the one that closes it. */
    private static String arguments(String source, int call) {
        int begin = source.indexOf('(', call);
        int open = 0;
        boolean quoted = false;
        for (int i = begin; i < source.length(); i++) {
            switch (source.charAt(i)) {
                case '\\' -> i++;
                case '"' -> quoted = !quoted;
                case '(' -> open += quoted ? 0 : 1;
                case ')' -> open -= quoted ? 0 : 1;
                default -> {}
            }
            if (open == 0) {
                return source.substring(begin, i);
            }
        }
        return "";
    }

    private static String text(MatchResult warning) {
        StringBuilder text = new StringBuilder();
        LITERAL.matcher(warning.group(1)).results().forEach(literal -> text.append(literal.group(1)));
        return text.toString();
    }
}
