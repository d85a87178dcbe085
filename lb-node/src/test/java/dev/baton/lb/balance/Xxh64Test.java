package dev.baton.lb.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Xxh64Test {

    /** What xxhsum prints for these texts. */
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "Nobody inspects the spammish repetition, fbcea83c8a378bf1"
    })
    void isTheHashThatOthersKnow(String text, String hex) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(Long.toHexString(Xxh64.of(bytes, 0, bytes.length))).isEqualTo(hex);
    }

    @Test
    void whatLiesAroundTheBytesDoesNotMatter() {
        byte[] bytes = "--Nobody inspects the spammish repetition--".getBytes(StandardCharsets.US_ASCII);
        assertThat(Long.toHexString(Xxh64.of(bytes, 2, bytes.length - 2))).isEqualTo("fbcea83c8a378bf1");
    }
}
