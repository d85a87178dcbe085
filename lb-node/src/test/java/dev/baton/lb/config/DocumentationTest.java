package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/configuration.md to what the reader does. */
class DocumentationTest {

    /** The reader lists the keys it knows when a key is like none of them. */
    private static final String UNKNOWN_KEYS_EVERYWHERE = """
            zzzzzz: 1
            cluster: {zzzzzz: 1, nodes: [{zzzzzz: 1}]}
            floating_ips:
              - zzzzzz: 1
                announce: {zzzzzz: 1}
                notify: {zzzzzz: 1}
                trackers:
                  - {name: i, type: interface, zzzzzz: 1}
                  - {name: s, type: script, zzzzzz: 1}
                  - {name: p, type: process, zzzzzz: 1}
                  - {name: g, type: gateway, zzzzzz: 1}
            frontends: [{zzzzzz: 1, timeouts: {zzzzzz: 1}, limits: {zzzzzz: 1}, request_id: {zzzzzz: 1}, access_log: {zzzzzz: 1}}, {tls: {zzzzzz: 1, client_auth: {zzzzzz: 1}}}]
            timeouts: {zzzzzz: 1}
            backends:
              - {zzzzzz: 1, check: {zzzzzz: 1}, timeouts: {zzzzzz: 1}, servers: [{zzzzzz: 1}]}
              - {zzzzzz: 1, check: {type: http, zzzzzz: 1}, queue: {zzzzzz: 1}}
              - {agent: {zzzzzz: 1}, passive: {zzzzzz: 1}, affinity: {type: cookie, zzzzzz: 1}}
              - {affinity: {type: prefix, zzzzzz: 1}}
              - {affinity: {type: source, zzzzzz: 1}, tls: {zzzzzz: 1}}
            admin: {zzzzzz: 1, https: {zzzzzz: 1}}
            """;

    static List<String> yamlBlocks() {
        return Stream.of("configuration.md", "affinity.md", "http.md", "routing.md")
                .flatMap(file -> matches("(?ms)^```yaml\n(.*?)^```$", document(file)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("yamlBlocks")
    void examplesAreValid(String yaml) throws ConfigException {
        assertThat(ConfigReader.parse("configuration.md", yaml).frontends()).isNotEmpty();
    }

    @Test
    void everyKeyIsDescribed() {
        List<String> keys = ConfigErrorsTest.problems(UNKNOWN_KEYS_EVERYWHERE).stream()
                .flatMap(problem -> matches("the keys here are: (.*)", problem))
                .flatMap(list -> Stream.of(list.split(", ")))
                .toList();

        assertThat(keys)
                .contains("heartbeat", "weight", "http", "on_fault", "expect", "args", "process")
                .allSatisfy(key -> assertThat(document()).containsPattern("\n(\\| `" + key + "`|## `" + key + "`)"));
    }

    private static Stream<String> matches(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().map((MatchResult match) -> match.group(1));
    }

    private static String document() {
        return document("configuration.md");
    }

    private static String document(String file) {
        try {
            return Files.readString(Path.of("../docs", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
