package dev.baton.lb.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.TlsConfig;
import dev.baton.lb.config.TlsConfig.ClientAuth;
import dev.baton.lb.config.TlsConfig.Version;
import dev.baton.lb.tls.Certificates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextsTest {

    private static byte[] scope(String frontend, ClientAuth.Mode mode, String... names) {
        ClientAuth auth = new ClientAuth(mode, Optional.empty(), List.of(), List.of());
        TlsConfig config = new TlsConfig(
                List.of(),
                new Certificates(List.of(), List.of()),
                Version.TLS_1_2,
                List.of(),
                List.of(),
                auth,
                false,
                Duration.ofSeconds(1),
                1);
        return new Contexts(frontend, config, Engine.JDK).scope(List.of(names));
    }

    /** RFC 6066, section 3, and RFC 5246, appendix F.1.4. */
    @Test
    void aSessionIsForTheNamesAndDemandsThatItBeganWith() {
        byte[] one = scope("web", ClientAuth.Mode.NONE, "a.example", "b.example");

        assertThat(scope("web", ClientAuth.Mode.NONE, "b.example", "a.example"))
                .as("a renewed certificate")
                .isEqualTo(one);
        assertThat(scope("web", ClientAuth.Mode.NONE, "c.example")).isNotEqualTo(one);
        assertThat(scope("web", ClientAuth.Mode.NONE, "a.example")).isNotEqualTo(one);
        assertThat(scope("web", ClientAuth.Mode.REQUIRED, "a.example", "b.example"))
                .isNotEqualTo(one);
        assertThat(scope("internal", ClientAuth.Mode.NONE, "a.example", "b.example"))
                .isNotEqualTo(one);
    }
}
