package dev.baton.lb.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what is written about the metrics, and built on them, together with what a node tells. */
class NamesTest {

    private static final Path HOME = Path.of("..");
    private static final Pattern USED = Pattern.compile("\\b(baton|process|jvm)_[a-z0-9_]+");

    @Test
    void theDocumentationNamesEveryFamilyWithItsType() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(HOME.resolve("docs/metrics.md"))) {
            if (line.startsWith("| `baton_") || line.startsWith("| `process_") || line.startsWith("| `jvm_")) {
                String[] cells = line.split("\\|", -1);
                documented.add(cells[1].strip().replace("`", "") + " " + cells[2].strip());
            }
        }
        Set<String> told = new TreeSet<>();
        NodeMetricsTest.text(false)
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .forEach(line -> told.add(line.substring("# TYPE ".length())));
        assertThat(documented).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/prometheus/baton-alerts.yml", "deploy/grafana/baton.json"})
    void whatIsDeployedAsksForWhatIsThere(String file) throws IOException {
        Set<String> samples = new TreeSet<>();
        NodeMetricsTest.text(false)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> samples.add(line.split("[{ ]", 2)[0]));
        Matcher used = USED.matcher(Files.readString(HOME.resolve(file)));
        int found = 0;
        while (used.find()) {
            found++;
            assertThat(samples).contains(used.group());
        }
        assertThat(found).isGreaterThan(10);
    }
}
