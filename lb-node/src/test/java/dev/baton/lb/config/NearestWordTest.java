package dev.baton.lb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

    private static final List<String> WORDS = List.of("name", "interface", "addresses", "floating_ips", "type");

    @ParameterizedTest
    @CsvSource({
        "interfce, interface",
        "interf, interface",
        "Interface, interface",
        "adresses, addresses",
        "address, addresses",
        "tpye, type",
        "floating-ips, floating_ips",
        "floatingIps, floating_ips"
    })
    void findsWhatWasMeant(String word, String meant) {
        assertThat(NearestWord.of(word, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"zzz", "in", "nodes", "''"})
    void doesNotGuessWildly(String word) {
        assertThat(NearestWord.of(word, WORDS)).isEmpty();
    }

    @Test
    void distanceCountsSlips() {
        assertThat(NearestWord.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestWord.distance("", "abc")).isEqualTo(3);
        assertThat(NearestWord.distance("ab", "ba")).isEqualTo(1);
        assertThat(NearestWord.distance("same", "same")).isZero();
    }
}
