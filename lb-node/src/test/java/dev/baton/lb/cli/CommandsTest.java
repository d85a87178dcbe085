package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class CommandsTest {

    @Test
    void eachIsCalledWhatItSays() {
        assertThat(Commands.ALL)
                .allSatisfy((name, type) ->
                        assertThat(type.getAnnotation(Command.class).name()).isEqualTo(name));
    }

    @Test
    void theHelpShowsEach() {
        List<String> shown =
                HelpGroups.GROUPS.values().stream().flatMap(List::stream).toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(Commands.ALL.keySet());
    }

    @Test
    void theOneThatIsCalledIsEnough() {
        assertThat(Commands.neededFor(new String[] {"status", "-o", "json"}))
                .isEqualTo(Map.of("status", StatusCommand.class));
    }

    @Test
    void whatOnlyTheMaintenanceOfANodeTakesIsNotIgnoredForAServer() {
        assertThat(Baton.execute("maintenance", "app/a", "--force")).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "-v", "statsu", "manual", "completion"})
    void whoeverTellsOfCommandsOrMissesOneHasAll(String first) {
        assertThat(Commands.neededFor(new String[] {first})).isEqualTo(Commands.ALL);
        assertThat(Commands.neededFor(new String[0])).isEqualTo(Commands.ALL);
    }
}
