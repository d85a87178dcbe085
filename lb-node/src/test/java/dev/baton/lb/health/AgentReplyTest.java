package dev.baton.lb.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line is one that HAProxy's manual gives or allows. */
class AgentReplyTest {

    private static final AgentReply SILENT =
            new AgentReply(Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), "");

    @Test
    void severalWordsAreTakenTogether() {
        assertThat(AgentReply.parse("ready, up\t75% maxconn:30 # all well"))
                .isEqualTo(new AgentReply(
                        Optional.of(true),
                        Optional.of(AdminState.READY),
                        OptionalInt.of(75),
                        OptionalInt.of(30),
                        "all well"));
    }

    @ParameterizedTest
    @CsvSource({"up, true", "UP, true", "down, false", "fail, false", "failed, false", "'stopped #deploy', false"})
    void lifeIsToldByWords(String line, boolean up) {
        assertThat(AgentReply.parse(line).up()).contains(up);
        assertThat(AgentReply.parse(line).state()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ready, READY", "drain, DRAIN", "maint, MAINTENANCE"})
    void wishesAreToldByWords(String line, AdminState state) {
        assertThat(AgentReply.parse(line).state()).contains(state);
        assertThat(AgentReply.parse(line).up()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# only a remark", "\t#"})
    void nothingChangesNothing(String line) {
        assertThat(AgentReply.parse(line))
                .usingRecursiveComparison()
                .ignoringFields("remark")
                .isEqualTo(SILENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"upp", "up -5%", "75 %", "maxconn:", "maxconn:-1", "99999999999%", "HTTP/1.1 400 Bad Request"})
    void aWordOfAnotherLanguageSpoilsTheWholeLine(String line) {
        assertThatThrownBy(() -> AgentReply.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(" is not a word that agents say");
    }

    @Test
    void sizesAreBounded() {
        assertThat(AgentReply.parse("99999%").weightPercent()).hasValue(25_600);
        assertThat(AgentReply.parse("up #" + "x".repeat(5000)).remark()).hasSize(100);
    }
}
