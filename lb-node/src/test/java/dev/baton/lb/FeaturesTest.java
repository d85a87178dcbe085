package dev.baton.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/features.md to the tests: each feature names one at least, and each that is named is there. */
class FeaturesTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*)#(\\w+)`");
    private static final Path TESTS = Path.of("src/test/java");

    @Test
    void everyTestThatIsNamedIsThere() {
        List<MatchResult> named = NAMED.matcher(page()).results().toList();
        assertThat(named).isNotEmpty();
        assertThat(named.stream()
                        .filter(test -> !isThere(test.group(1), test.group(2)))
                        .map(MatchResult::group))
                .isEmpty();
    }

    @Test
    void everyFeatureNamesATest() {
        List<String> rows = page().lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| feature"))
                .toList();
        assertThat(rows).isNotEmpty().allMatch(row -> NAMED.matcher(row).find());
    }

    private static String page() {
        return read(Path.of("../docs/features.md"));
    }

    private static boolean isThere(String type, String method) {
        Pattern declared = Pattern.compile(
                "@(?:Test|ParameterizedTest|TestFactory)\\b(?:(?!\\n    }\\n).)*? " + method + "\\(", Pattern.DOTALL);
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.getFileName().toString().equals(type + ".java"))
                    .anyMatch(file -> declared.matcher(read(file)).find());
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
}
