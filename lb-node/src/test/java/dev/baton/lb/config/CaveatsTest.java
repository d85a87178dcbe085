package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaveatsTest {

    @Test
    void whatIsLikelyAMistakeIsSaid() throws Exception {
        assertThat(caveats("""
                frontends:
                  - {name: web, bind: ":80", backend: app, rules: [{when: {path_prefix: /x}, backend: slow}]}
                backends:
                  - {name: app, servers: [{name: a, address: "10.0.0.1:80", weight: 0}]}
                  - {name: slow, check: {interval: 20s, fall: 3}, servers: [{name: a, address: "10.0.0.1:80"}]}
                  - {name: lost, servers: [{name: a, address: "10.0.0.1:80"}]}
                """))
                .containsExactly(
                        "backend \"app\": none of its servers gets anything: each has weight 0 or is not ready",
                        "backend \"slow\": a server that hangs is only noticed after 60 s (interval, fast_interval,"
                                + " fall)",
                        "backend \"lost\": no frontend sends anything to it");
    }

    @Test
    void theUsualIsNoCaveat() throws Exception {
        assertThat(caveats("""
                frontends: [{name: web, bind: ":80", backend: app}]
                backends: [{name: app, servers: [{name: a, address: "10.0.0.1:80"}]}]
                """)).isEmpty();
    }

    private static List<String> caveats(String yaml) throws ConfigException {
        return Caveats.of(ConfigReader.parse("f", yaml));
    }
}
