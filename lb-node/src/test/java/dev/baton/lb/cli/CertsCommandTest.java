package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.admin.StatusReport.Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertsCommandTest {

    @Test
    void everyNameHasALineAndWhatHasNoneHasOneToo() {
        String until = "2026-12-01T00:00:00Z";
        assertThat(CertsCommand.lines(List.of(
                        new Certificate("web", "a.pem", List.of("a.example", "*.a.example"), until, 30, "ECDSA"),
                        new Certificate("web", "b.pem", List.of(), until, -1, "RSA"))))
                .containsExactly(
                        "  FRONTEND  NAME         KEY    UNTIL                 DAYS LEFT  FILE",
                        "  web       a.example    ECDSA  2026-12-01T00:00:00Z  30         a.pem",
                        "  web       *.a.example  ECDSA  2026-12-01T00:00:00Z  30         a.pem",
                        "  web       -            RSA    2026-12-01T00:00:00Z  -1         b.pem");
    }
}
