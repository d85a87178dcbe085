package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpGroupsTest {

    @Test
    void everyCommandIsShownOnceAndThoseThatAreGroupedExist() {
        CommandLine baton = Baton.commandLine(new Baton());
        List<String> grouped =
                HelpGroups.GROUPS.values().stream().flatMap(List::stream).toList();
        assertThat(grouped).doesNotHaveDuplicates();
        assertThat(baton.getSubcommands()).containsKeys(grouped.toArray(String[]::new));
        String usage = baton.getUsageMessage();
        baton.getSubcommands()
                .keySet()
                .forEach(name ->
                        assertThat(usage.split("\n {2}" + name + " ")).as(name).hasSize(2));
        assertThat(usage)
                .contains("  maintenance  Take a node or a server out.")
                .containsPattern("Look:\\R  status +Show the whole cluster");
    }

    @Test
    void noLineIsWiderThanATerminal() {
        CommandLine baton = Baton.commandLine(new Baton());
        assertThat(baton.getSubcommands().values())
                .allSatisfy(
                        command -> assertThat(command.getUsageMessage().lines()).allMatch(line -> line.length() <= 80));
        assertThat(baton.getUsageMessage().lines()).allMatch(line -> line.length() <= 80);
    }

    /** A shell takes an example as it stands. */
    @Test
    void noExampleIsBroken() {
        CommandLine baton = Baton.commandLine(new Baton());
        baton.getSubcommands().forEach((name, command) -> {
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                if (line.startsWith("Example") || line.startsWith(" ")) {
                    assertThat(command.getUsageMessage()).contains(line.strip());
                }
            }
        });
    }
}
