package dev.baton.lb.affinity.cookie;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lb.config.AffinityConfig.CookieAttributes;
import dev.baton.lb.config.AffinityConfig.SameSite;
import dev.baton.lb.config.AffinityConfig.TokenForm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerTokensTest {

    private static final Optional<byte[]> KEY = Optional.of("0123456789abcdef".getBytes(ISO_8859_1));
    private static final Optional<byte[]> OTHER_KEY = Optional.of("fedcba9876543210".getBytes(ISO_8859_1));
    private static final List<String> THREE = List.of("a", "b.c", "d-e_f");

    private static int find(ServerTokens tokens, String text) {
        byte[] bytes = ("before" + text + "behind").getBytes(ISO_8859_1);
        return tokens.find(bytes, 6, bytes.length - 6);
    }

    @ParameterizedTest
    @EnumSource
    void everyServerIsFoundByItsOwnWordAmongTenThousand(TokenForm form) {
        List<String> servers =
                IntStream.range(0, 10_000).mapToObj(i -> "server-" + i).toList();
        ServerTokens tokens = ServerTokens.of(form, "app", servers, KEY);
        assertThat(IntStream.range(0, servers.size()).filter(i -> find(tokens, tokens.of(i)) != i))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nodesAgreeWhateverTheOrderOfTheServers(TokenForm form) {
        ServerTokens one = ServerTokens.of(form, "app", THREE, KEY);
        ServerTokens two = ServerTokens.of(form, "app", THREE.reversed(), KEY);
        for (int server = 0; server < 3; server++) {
            assertThat(find(two, one.of(server))).isEqualTo(2 - server);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasGivenOutElsewhereIsNobodys(TokenForm form) {
        ServerTokens tokens = ServerTokens.of(form, "app", THREE, KEY);
        assertThat(find(tokens, ServerTokens.of(form, "other", THREE, KEY).of(0)))
                .isEqualTo(ServerTokens.NOBODY);
        assertThat(find(tokens, ServerTokens.of(form, "app", THREE, OTHER_KEY).of(0)))
                .isEqualTo(ServerTokens.NOBODY);
        assertThat(find(
                        tokens,
                        ServerTokens.of(form, "app", List.of("removed"), KEY).of(0)))
                .isEqualTo(ServerTokens.NOBODY);
    }

    @ParameterizedTest
    @EnumSource
    void noChangedLetterIsForgiven(TokenForm form) {
        ServerTokens tokens = ServerTokens.of(form, "app", THREE, KEY);
        for (int server = 0; server < 3; server++) {
            String token = tokens.of(server);
            for (int at = 0; at < token.length(); at++) {
                for (char other : new char[] {'A', 'B', '.', '~', 'a'}) {
                    String forged = token.substring(0, at) + other + token.substring(at + 1);
                    if (!forged.equals(token)) {
                        assertThat(find(tokens, forged)).as(forged).isEqualTo(ServerTokens.NOBODY);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageOfAnyLengthIsNobodys(TokenForm form) {
        ServerTokens tokens = ServerTokens.of(form, "app", THREE, KEY);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] garbage = new byte[random.nextInt(round % 100 == 0 ? 8192 : 48)];
            random.nextBytes(garbage);
            assertThat(tokens.find(garbage, 0, garbage.length))
                    .as("seed %d", seed)
                    .isEqualTo(ServerTokens.NOBODY);
        }
    }

    @Test
    void aHashedWordSaysNothingAndASignedOneTheName() {
        assertThat(ServerTokens.of(TokenForm.HASHED, "app", List.of("payroll"), KEY)
                        .of(0))
                .matches("[A-Za-z0-9_-]{24}")
                .doesNotContain("payroll");
        assertThat(ServerTokens.of(TokenForm.SIGNED, "app", List.of("payroll"), KEY)
                        .of(0))
                .matches("payroll\\.[A-Za-z0-9_-]{16}");
    }

    @Test
    void withoutAKeyWordsAreHashedAlikeAndNeverSigned() {
        ServerTokens tokens = ServerTokens.of(TokenForm.HASHED, "app", THREE, Optional.empty());
        assertThat(find(tokens, tokens.of(1))).isEqualTo(1);
        assertThat(tokens.of(1))
                .isNotEqualTo(
                        ServerTokens.of(TokenForm.HASHED, "app", THREE, KEY).of(1));
        assertThatThrownBy(() -> ServerTokens.of(TokenForm.SIGNED, "app", THREE, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCookieSaysWhatItIsToldTo() {
        CookieAttributes plain =
                new CookieAttributes("/", Optional.empty(), Optional.empty(), false, false, Optional.empty());
        assertThat(SetCookie.line("B", "v", plain)).isEqualTo("Set-Cookie: B=v; Path=/\r\n");
        CookieAttributes all = new CookieAttributes(
                "/x", Optional.of("a.b"), Optional.of(Duration.ofMinutes(2)), true, true, Optional.of(SameSite.NONE));
        assertThat(SetCookie.line("B", "v", all))
                .isEqualTo("Set-Cookie: B=v; Path=/x; Domain=a.b; Max-Age=120; Secure; HttpOnly; SameSite=None\r\n");
    }
}
