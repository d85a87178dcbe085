package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs {@code errors.txt}: each case is a title line {@code ### title}, a YAML text, and the exact problems, one per line
 * behind {@code => }.
 */
class ConfigErrorsTest {

    @TestFactory
    Stream<DynamicTest> table() throws Exception {
        String table;
        try (var in = ConfigErrorsTest.class.getResourceAsStream("errors.txt")) {
            table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Pattern.compile("(?m)^### ").splitAsStream(table).skip(1).map(ConfigErrorsTest::testCase);
    }

    private static DynamicTest testCase(String text) {
        List<String> lines = text.stripTrailing().lines().toList();
        String yaml = String.join(
                        "\n",
                        lines.stream()
                                .skip(1)
                                .filter(line -> !line.startsWith("=> "))
                                .toList()) + "\n";
        List<String> expected = lines.stream()
                .filter(line -> line.startsWith("=> "))
                .map(line -> line.substring(3))
                .toList();
        return DynamicTest.dynamicTest(
                lines.getFirst(), () -> assertThat(problems(yaml)).isEqualTo(expected));
    }

    @Test
    void anEmptyFileIsOneProblem() {
        assertThat(problems("")).containsExactly("f: the file is empty; docs/configuration.md has examples");
    }

    /** Twelve levels of four aliases each would be 16 million values; the reader goes no deeper than the keys it knows. */
    @Test
    void aliasesCannotExplode() {
        StringBuilder yaml = new StringBuilder("l0: &l0 [x]\n");
        for (int level = 1; level <= 12; level++) {
            String alias = "*l" + (level - 1);
            yaml.append(
                    "l%d: &l%d [%s]\n".formatted(level, level, String.join(", ", List.of(alias, alias, alias, alias))));
        }
        assertThat(problems(yaml + "backends: *l12\n")).isNotEmpty();
        assertThat(problems("x: &x [a]\ny: [" + "*x, ".repeat(60) + "]"))
                .containsExactly(
                        "f: not valid YAML: Number of aliases for non-scalar nodes exceeds the specified max=50");
        assertThat(problems("backends: &b [*b]")).isNotEmpty();
        assertThat(problems("a: " + "[".repeat(1000)))
                .containsExactly("f: not valid YAML: Nesting Depth exceeded max 20");
    }

    /** The problems of a text, as printed, for a file called {@code f}. */
    static List<String> problems(String yaml) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigReader.parse("f", yaml));
        assertThat(e).as("nothing found wrong").isNotNull();
        return e.problems().stream().map(Problem::toString).toList();
    }
}
