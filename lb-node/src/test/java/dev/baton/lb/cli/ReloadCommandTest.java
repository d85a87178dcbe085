package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.admin.ReloadReport;
import dev.baton.lb.admin.ReloadReport.Other;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadCommandTest {

    private static ReloadReport report(List<String> changes, Other... others) {
        return new ReloadReport(
                true, true, changes, List.of(), List.of(), List.of(), "0123456789ab", 1, List.of(others));
    }

    @Test
    void whatIsTheSameOnAllNodesIsSaidOnce() {
        ReloadReport same = report(List.of("added frontends.mail"), new Other("lb2", List.of("added frontends.mail")));
        assertThat(ReloadCommand.changes(same)).containsExactly("added frontends.mail");
        assertThat(ReloadCommand.count(same)).isEqualTo("1");
        assertThat(ReloadCommand.count(report(List.of()))).isEqualTo("0");
    }

    @Test
    void whatAnotherNodeLosesIsSaidWithItsName() {
        ReloadReport different = report(List.of(), new Other("lb2", List.of("changed workers: 2 -> 1")));
        assertThat(ReloadCommand.changes(different)).containsExactly("on lb2: changed workers: 2 -> 1");
        assertThat(ReloadCommand.count(different)).isEqualTo("0 here, 1 on lb2");
    }
}
