package dev.baton.lb.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    /** Every way to stand, the word for it, whether it gets new clients (n) and those that belong to it (s). */
    @ParameterizedTest
    @CsvSource({
        "UP,      false, READY,       READY,       false, up,      ns",
        "UP,      false, READY,       READY,       true,  ejected, s",
        "UP,      false, DRAIN,       READY,       false, drain,   s",
        "UP,      false, READY,       DRAIN,       false, drain,   s",
        "UP,      false, DRAIN,       READY,       true,  drain,   s",
        "UP,      false, MAINTENANCE, READY,       false, maint,   ''",
        "UP,      false, DRAIN,       MAINTENANCE, false, maint,   ''",
        "UP,      true,  READY,       READY,       false, down,    ''",
        "DOWN,    false, READY,       READY,       true,  down,    ''",
        "DOWN,    false, DRAIN,       READY,       false, down,    ''",
        "DOWN,    false, MAINTENANCE, READY,       false, maint,   ''",
        "UNKNOWN, false, READY,       READY,       false, unknown, ''",
        "UNKNOWN, true,  READY,       READY,       false, unknown, ''",
    })
    void whatIsFoundAndWhatIsWantedMeet(
            Health checked,
            boolean agentDown,
            AdminState operator,
            AdminState agent,
            boolean ejected,
            String label,
            String gets) {
        Condition condition = new Condition(checked, agentDown, operator, agent, ejected);

        assertThat(condition.label()).isEqualTo(label);
        assertThat(condition.takesNew()).isEqualTo(gets.contains("n"));
        assertThat(condition.keepsSessions()).isEqualTo(gets.contains("s"));
    }
}
