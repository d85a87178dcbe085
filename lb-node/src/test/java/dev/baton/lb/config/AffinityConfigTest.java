package dev.baton.lb.config;

import static dev.baton.lb.config.ConfigErrorsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.AffinityConfig.CookieAttributes;
import dev.baton.lb.config.AffinityConfig.Header;
import dev.baton.lb.config.AffinityConfig.Insert;
import dev.baton.lb.config.AffinityConfig.Learned;
import dev.baton.lb.config.AffinityConfig.Prefix;
import dev.baton.lb.config.AffinityConfig.Query;
import dev.baton.lb.config.AffinityConfig.SameSite;
import dev.baton.lb.config.AffinityConfig.Sni;
import dev.baton.lb.config.AffinityConfig.Source;
import dev.baton.lb.config.AffinityConfig.TokenForm;
import dev.baton.lb.config.AffinityConfig.WhenDown;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffinityConfigTest {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private static String file(String mode, String affinity) {
        return """
                frontends: [{name: web, bind: ":80", mode: %s, backend: app}]
                backends: [{name: app, servers: [{name: a, address: "10.0.0.1:80"}], affinity: {%s}}]
                """.formatted(mode, affinity);
    }

    private static AffinityConfig read(String mode, String affinity) throws ConfigException {
        return ConfigReader.parse("f", file(mode, affinity))
                .backends()
                .getFirst()
                .affinity()
                .orElseThrow();
    }

    @Test
    void theContractsCookie() throws ConfigException {
        assertThat(read("http", "type: cookie, name: BATON"))
                .isEqualTo(new AffinityConfig(
                        new Insert(
                                "BATON",
                                TokenForm.HASHED,
                                new CookieAttributes(
                                        "/", Optional.empty(), Optional.empty(), false, true, Optional.empty())),
                        WhenDown.REDISPATCH));
    }

    @Test
    void everythingThatACookieCanSay() throws ConfigException {
        String secret = "cluster: {secret_file: k}\n";
        String yaml = secret
                + file(
                        "http",
                        "type: cookie, name: __Secure-N, value: signed, path: /shop, domain: example.org, ttl: 60m,"
                                + " secure: true, http_only: false, same_site: none, when_down: wait");
        assertThat(ConfigReader.parse("f", yaml).backends().getFirst().affinity())
                .contains(new AffinityConfig(
                        new Insert(
                                "__Secure-N",
                                TokenForm.SIGNED,
                                new CookieAttributes(
                                        "/shop",
                                        Optional.of("example.org"),
                                        Optional.of(Duration.ofHours(1)),
                                        true,
                                        false,
                                        Optional.of(SameSite.NONE))),
                        WhenDown.WAIT));
    }

    @Test
    void theOtherKinds() throws ConfigException {
        assertThat(read("http", "type: prefix, name: SID").kind()).isEqualTo(new Prefix("SID", TokenForm.HASHED));
        assertThat(read("http", "type: learned, name: SID, ttl: 5s").kind())
                .isEqualTo(new Learned("SID", Duration.ofSeconds(5)));
        assertThat(read("http", "type: header, name: X-User").kind()).isEqualTo(new Header("x-user", HALF_AN_HOUR));
        assertThat(read("http", "type: query, name: User").kind()).isEqualTo(new Query("User", HALF_AN_HOUR));
        assertThat(read("tcp", "type: source").kind()).isEqualTo(new Source(32, 64, HALF_AN_HOUR));
        assertThat(read("http", "type: source, ipv4_prefix: 24, ipv6_prefix: 48")
                        .kind())
                .isEqualTo(new Source(24, 48, HALF_AN_HOUR));
        assertThat(read("tcp", "type: sni").kind()).isEqualTo(new Sni(HALF_AN_HOUR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http | name: BATON                               | type is missing",
                "http | type: cokie                               | did you mean \"cookie\"?",
                "http | type: header                              | name is missing",
                "http | type: learned, name: 'a b'                | is not the name of a cookie, header or parameter",
                "http | type: cookie, name: 'a;b'                 | is not the name of a cookie, header or parameter",
                "http | type: cookie, value: signed               | needs cluster.secret_file",
                "http | type: cookie, path: shop                  | is not a path",
                "http | type: cookie, path: '/a;b'                | is not a path",
                "http | type: cookie, domain: 'a b'               | is not a domain",
                "http | type: cookie, same_site: none             | needs secure: true",
                "http | type: cookie, name: __Host-B              | needs secure: true",
                "http | type: cookie, name: __Host-B, secure: true, domain: a.b | needs path: / and no domain",
                "http | type: cookie, ttl: 500ms                  | ttl 500ms is not in 1s to 576000m",
                "http | type: source, name: x                     | unknown key \"name\"",
                "http | type: source, ipv4_prefix: 33             | ipv4_prefix 33 is not in 1 to 32",
                "http | type: prefix, name: S, secure: true       | unknown key \"secure\"",
                "http | type: source, when_down: wiat             | did you mean \"wait\"?",
                "http | type: sni                                 | only mode: tcp can see",
                "tcp  | type: cookie                              | mode: tcp doesn't read",
                "tcp  | type: header, name: x                     | mode: tcp doesn't read",
            })
    void whatDoesNotFitIsSaid(String mode, String affinity, String message) {
        assertThat(problems(file(mode, affinity))).singleElement().asString().contains(message);
    }

    @Test
    void rulesAreHeldToItToo() {
        assertThat(problems("""
                        frontends:
                          - {name: web, bind: ":80", backend: app, rules: [{when: {path: /x}, backend: tls}]}
                        backends:
                          - {name: app, servers: [{name: a, address: "10.0.0.1:80"}]}
                          - {name: tls, servers: [{name: a, address: "10.0.0.1:80"}], affinity: {type: sni}}
                        """))
                .singleElement()
                .asString()
                .startsWith("f:2:")
                .contains("backend \"tls\" has affinity of type sni");
    }
}
