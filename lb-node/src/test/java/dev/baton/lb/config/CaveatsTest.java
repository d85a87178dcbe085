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
    void rulesThatDoNothingAreSaid() throws Exception {
        assertThat(caveats("""
                frontends:
                  - name: web
                    bind: ":80"
                    backend: app
                    rules:
                      - {when: {path_prefix: /api}, backend: app, rewrite: {prefix: /v1, to: /}}
                      - {when: {path_prefix: /api}, backend: app, rewrite: {prefix: /api/v1, to: /}}
                      - {when: {path: /v1/x}, backend: app, rewrite: {prefix: /v1, to: /}}
                      - {deny: 403}
                      - {when: {path: /late}, deny: 404}
                  - {name: plain, bind: ":81", backend: app, redirect_to_https: true, rules: [{when: {}, deny: 403}]}
                  - {name: last, bind: ":82", backend: app, rules: [{unless: {path: /x}, deny: 401}, {deny: 403}]}
                backends: [{name: app, servers: [{name: a, address: "10.0.0.1:80"}]}]
                """))
                .containsExactly(
                        "frontend \"web\": rule 1: rewrite changes nothing: no path that the rule fits begins with /v1",
                        "frontend \"web\": rule 4 fits every request: what stands behind it is never reached (other"
                                + " rules, redirect_to_https)",
                        "frontend \"plain\": rule 1 fits every request: what stands behind it is never reached (other"
                                + " rules, redirect_to_https)");
    }

    @Test
    void nodesThatDoNotTalkAreSaid() throws Exception {
        assertThat(caveats("""
                cluster: {insecure: true, nodes: [{name: n1, address: 10.0.0.8}, {name: n2, address: 10.0.0.9}]}
                frontends: [{name: web, bind: ":80", backend: app}]
                backends: [{name: app, servers: [{name: a, address: "10.0.0.1:80"}]}]
                """))
                .containsExactly("cluster.nodes: without floating_ips the nodes do not talk to one another; each has a"
                        + " table of clients, commands to servers and findings of checks of its own");
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
