package dev.baton.lb.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldNamesTest {

    private final FieldNames names = new FieldNames(List.of("x-user", "a"), List.of("x-forwarded-"));

    @ParameterizedTest
    @CsvSource({
        "X-User, true",
        "x_USER, true",
        "A, true",
        "X-Use, false",
        "X-User2, false",
        "X-Forwarded-Host, true",
        "x_forwarded_h, true",
        "X-Forwarded-, false",
        "X-Forward, false",
    })
    void namesAreToldInAnyCaseAndWithUnderscores(String name, boolean known) {
        assertThat(names.has(Ascii.bytes(name), 0, name.length())).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "X-User: a|, ''",
        "B: A: 1|, B: A: 1|",
        "x_user: a|B: 1|X-Forwarded-For:|C:|, B: 1|C:|",
        "B: 1|A: 2|a: 3|C: 4|A: 5|, B: 1|C: 4|",
    })
    void linesOfTheseFieldsAreLeftOut(String lines, String rest) {
        byte[] left = names.outOf(Ascii.bytes(lines.replace("|", "\r\n")));
        assertThat(Ascii.text(left, 0, left.length)).isEqualTo(rest.replace("|", "\r\n"));
    }

    @Test
    void linesWithoutThemAreNotCopied() {
        byte[] lines = Ascii.bytes("B: 1\r\nC: 2\r\n");
        assertThat(names.outOf(lines)).isSameAs(lines);
    }
}
