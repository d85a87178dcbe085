package dev.baton.ha.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That each promise can be broken: every rule, once turned into its opposite, is caught by a seed. */
class MutationTest {

    /** As many as {@link SimulationTest} runs: what catches a mutant is among those. */
    private static final long SEEDS = 10_000;

    @BeforeAll
    static void silence() {
        Simulate.silence();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aSeedCatches(Mutant mutant, @TempDir Path output) throws Exception {
        // The known seed catches it at once, unless the election has changed since.
        LongStream seeds = LongStream.concat(LongStream.of(mutant.seed()), LongStream.rangeClosed(1, SEEDS));
        String caught = mutant.caughtBy(seeds, output);
        System.err.println(mutant + ": " + caught);
        assertThat(caught).as("seed that misses the rule: %s", mutant).isNotEmpty();
    }

    @Test
    void theDocumentationListsTheRules() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/simulation.md"));
        assertThat(mutants())
                .allSatisfy(mutant -> assertThat(lines)
                        .anyMatch(line -> line.startsWith("| " + mutant.rule() + " | ")
                                && line.endsWith(" | " + mutant.seed() + " |")));
    }

    static List<Mutant> mutants() {
        return Mutants.all();
    }
}
