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
        assertThat(usage).containsPattern("Look:\\R  status +Show the whole cluster");
    }
}
