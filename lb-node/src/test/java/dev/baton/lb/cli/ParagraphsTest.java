package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphsTest {

    private static final String REFUSED = """
            not safe now; mend this first:
              - node lb2 in web: not heard for 3421 ms
              - server app/a is down""";

    @Test
    void aListKeepsItsIndent() {
        assertThat(new Paragraphs(40).text("baton: ", REFUSED))
                .containsExactly(
                        "baton: not safe now; mend this first:",
                        "  - node lb2 in web: not heard for 3421",
                        "    ms",
                        "  - server app/a is down");
    }

    @Test
    void whereNoTerminalReadsLinesStayWhole() {
        assertThat(new Paragraphs(0).text("baton: ", REFUSED))
                .containsExactlyElementsOf(("baton: " + REFUSED).lines().toList());
    }
}
