package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, the reader answers: with a configuration or with problems that have a place in the file. */
class ConfigMutationTest {

    private static final int ROUNDS = 20_000;
    private static final String SPICE = "{}[]:,-#&*!|>'\"%@`?~ \n\t\u0000\u00e9\uFEFF\uD83D\\/0129azAZ.<=_";
    private static final List<String> WORDS =
            List.of("null", "&a ", "*a", "!!int ", "!x ", "<<: ", "---\n", "99999999999", "\"\\UFFFFFFFF\"", "[", "? ");

    @Test
    void anyTextIsAConfigurationOrProblems() {
        long seed = Long.getLong("baton.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> blocks = DocumentationTest.yamlBlocks();
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int round = 0; round < ROUNDS; round++) {
                String yaml = mutate(blocks.get(random.nextInt(blocks.size())), random);
                check(yaml, "-Dbaton.seed=" + seed + " round " + round + ":\n" + yaml);
            }
        });
    }

    private static void check(String yaml, String description) {
        try {
            ConfigReader.parse("f", yaml);
        } catch (ConfigException e) {
            int lines = yaml.split("\n|\r|\u0085|\u2028|\u2029", -1).length;
            assertThat(e.problems()).as(description).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.line()).isBetween(0, lines);
                assertThat(problem.message()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
            });
        } catch (RuntimeException | Error e) {
            throw new AssertionError(description, e);
        }
    }

    private static String mutate(String yaml, Random random) {
        StringBuilder text = new StringBuilder(yaml);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(1, 30));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 1 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 2 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                default -> text.delete(at, end).append('\n');
            }
        }
        return text.toString();
    }
}
