package dev.baton.ha.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageAuthenticatorTest {

    private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);

    private final MessageAuthenticator authenticator = authenticator("web", "secret");

    @Test
    void whatIsSignedOpens() throws Exception {
        assertThat(authenticator("web", "secret").open(authenticator.sign(PAYLOAD)))
                .isEqualTo(PAYLOAD);
    }

    @Test
    void everyFlippedBitIsSeen() {
        byte[] signed = authenticator.sign(PAYLOAD);
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] forged = signed.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(authenticator, forged);
        }
    }

    @Test
    void otherSecretsAndClustersAreRefused() {
        byte[] signed = authenticator.sign(PAYLOAD);
        assertRefused(authenticator("web", "guess"), signed);
        assertRefused(authenticator("mail", "secret"), signed);
        assertRefused(new MessageAuthenticator("web", Optional.empty()), signed);
        assertRefused(authenticator, new byte[0]);
    }

    @Test
    void whereAPartEndsIsProven() {
        byte[] tag = authenticator.tag("ab".getBytes(UTF_8), "c".getBytes(UTF_8));
        assertThat(authenticator.verify(tag, "a".getBytes(UTF_8), "bc".getBytes(UTF_8)))
                .isFalse();
    }

    @Test
    void sealedOpensWithTheSecretOnly() throws Exception {
        byte[] sealed = new MessageSeal("web", "secret".getBytes(UTF_8)).seal(PAYLOAD, 0, PAYLOAD.length);
        assertThat(new MessageSeal("web", "secret".getBytes(UTF_8)).open(sealed, 0, sealed.length))
                .isEqualTo(PAYLOAD);
        assertThatThrownBy(() -> new MessageSeal("web", "guess".getBytes(UTF_8)).open(sealed, 0, sealed.length))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> new MessageSeal("mail", "secret".getBytes(UTF_8)).open(sealed, 0, sealed.length))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    void everyFlippedBitOfASealedMessageIsSeen() {
        MessageSeal seal = new MessageSeal("web", "secret".getBytes(UTF_8));
        byte[] sealed = seal.seal(PAYLOAD, 0, PAYLOAD.length);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] forged = sealed.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> seal.open(forged, 0, forged.length)).isInstanceOf(MessageFormatException.class);
        }
    }

    private static MessageAuthenticator authenticator(String cluster, String secret) {
        return new MessageAuthenticator(cluster, Optional.of(secret.getBytes(UTF_8)));
    }

    private static void assertRefused(MessageAuthenticator authenticator, byte[] signed) {
        assertThatThrownBy(() -> authenticator.open(signed)).isInstanceOf(MessageFormatException.class);
    }
}
