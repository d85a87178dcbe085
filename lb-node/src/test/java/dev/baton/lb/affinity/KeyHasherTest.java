package dev.baton.lb.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyHasherTest {

    /** The key and the first vectors of the authors' test program (vectors.h, 128 bits). */
    private final KeyHasher reference = new KeyHasher(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @Test
    void givesTheAuthorsVectors() {
        assertThat(hash(new byte[0])).isEqualTo("a3817f04ba25a8e66df67214c7550293");
        assertThat(hash(new byte[] {0})).isEqualTo("da87c1d86b99af44347659119b22fc45");
        assertThat(hash(new byte[] {0, 1})).isEqualTo("8177228da4a45dc7fca38bdef60affe4");
    }

    @Test
    void partsThatMeetElsewhereAreOtherKeys() {
        KeyHasher hasher = new KeyHasher("web", Optional.empty());

        assertThat(hasher.key("app", "source", bytes("1")))
                .isEqualTo(hasher.key("app", "source", bytes("1")))
                .isNotEqualTo(hasher.key("app", "sourc", bytes("e1")))
                .isNotEqualTo(hasher.key("apps", "ource", bytes("1")))
                .isNotEqualTo(hasher.key("app", "header", bytes("1")));
    }

    @Test
    void keysDependOnClusterAndSecret() {
        AffinityKey key = new KeyHasher("web", Optional.of(bytes("secret"))).key("app", "source", bytes("1"));

        assertThat(key)
                .isNotEqualTo(new KeyHasher("web", Optional.empty()).key("app", "source", bytes("1")))
                .isNotEqualTo(new KeyHasher("mail", Optional.of(bytes("secret"))).key("app", "source", bytes("1")));
    }

    @Test
    void aKeyIsReadAsItIsWritten() {
        AffinityKey key = new AffinityKey(-2, 0x1234567890abcdefL);

        assertThat(key).hasToString("fffffffffffffffe1234567890abcdef");
        assertThat(AffinityKey.parse(key.toString())).isEqualTo(key);
        assertThatThrownBy(() -> AffinityKey.parse("abc")).hasMessageContaining("32 hexadecimal digits");
    }

    /** The vectors are little-endian. */
    private String hash(byte[] input) {
        AffinityKey key = reference.hash(input);
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(Long.reverseBytes(key.high()))
                .putLong(Long.reverseBytes(key.low()))
                .array();
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
