package dev.baton.lb.config;

import static dev.baton.lb.config.ConfigErrorsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.Balance.ByHash;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceConfigTest {

    private static String file(String mode, String backend) {
        return """
                frontends: [{name: web, bind: ":80", mode: %s, backend: app}]
                backends:
                  - {name: app, servers: [{name: a, address: "10.0.0.1:80", backup: true}], %s}
                """.formatted(mode, backend);
    }

    private static BackendConfig backend(String backend) throws ConfigException {
        return ConfigReader.parse("test.yaml", file("http", backend)).backends().getFirst();
    }

    @ParameterizedTest
    @CsvSource({"round_robin, ROUND_ROBIN", "least_connections, LEAST_CONNECTIONS", "random, RANDOM", "first, FIRST"})
    void policiesByServers(String word, Balance.ByServers policy) throws ConfigException {
        assertThat(backend("balance: " + word).balance()).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource({
        "uri, URI, ''",
        "path, PATH, ''",
        "source, SOURCE, ''",
        "query:id, QUERY, id",
        "header:X-User, HEADER, x-user",
        "cookie:SESSION, COOKIE, SESSION"
    })
    void policiesByHash(String on, HashKey.Part part, String name) throws ConfigException {
        assertThat(backend("balance: hash, hash_balance_factor: 125, hash_on: \"" + on + "\"")
                        .balance())
                .isEqualTo(new ByHash(new HashKey(part, name), 125));
    }

    @Test
    void sourceIsAHashOfTheSource() throws ConfigException {
        BackendConfig backend = backend("balance: source, slow_start: 30s");
        assertThat(backend.balance()).isEqualTo(new ByHash(HashKey.SOURCE, 0));
        assertThat(backend.slowStart()).isEqualTo(Duration.ofSeconds(30));
        assertThat(backend.servers().getFirst().backup()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "balance: hash | balance: hash needs hash_on",
                "balance: hash, hash_on: headr:X | did you mean \"header:NAME\"?",
                "balance: hash, hash_on: 'header:' | names nothing; write it like header:NAME",
                "balance: hash, hash_on: uri:x | is not known; it can be: source, uri, path",
                "hash_on: uri | hash_on is for balance: hash",
                "balance: first, hash_balance_factor: 125 | is for balance: hash and balance: source",
                "balance: source, hash_balance_factor: 50 | write 0 (no bound) or 100 to 10000",
                "balance: last_connections | did you mean \"least_connections\"?"
            })
    void whatDoesNotFitIsSaid(String backend, String message) {
        assertThat(problems(file("http", backend))).singleElement().asString().contains(message);
    }

    @Test
    void tcpHasNoRequestToHash() {
        assertThat(problems(file("tcp", "balance: hash, hash_on: uri")))
                .singleElement()
                .asString()
                .contains("f:1:58:", "mode: tcp doesn't read", "balance: source");
    }
}
