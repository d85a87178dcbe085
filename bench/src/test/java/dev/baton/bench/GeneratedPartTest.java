package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GeneratedPartTest {
    private final GeneratedPart part = GeneratedPart.of("table");

    @Test
    void onlyWhatIsBetweenTheMarksIsReplaced() {
        String document = "before\n<!-- begin table -->\nold\n<!-- end table -->\nafter\n";

        String once = part.replaced(document, "new");

        assertThat(once).isEqualTo("before\n<!-- begin table -->\nnew\n<!-- end table -->\nafter\n");
        assertThat(part.replaced(once, "new")).isEqualTo(once);
    }

    @Test
    void aDocumentWithoutMarksIsLeftAlone() {
        assertThatThrownBy(() -> part.replaced("text", "new")).hasMessageContaining("begin table");
    }
}
