package dev.baton.lb.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.tls.Issuer.Issued;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameTableTest {

    private static final Issuer ROOT = Issuer.root("root");

    private static final NameTable<String> TABLE = new NameTable<>(
            List.of(
                    identity("first-ec", "EC", "first.example"),
                    identity("first-rsa", "RSA", "first.example"),
                    identity("wild", "EC", "*.shop.example", "shop.example"),
                    identity("exact", "RSA", "www.shop.example")),
            identity -> identity.file().toString());

    private static Identity identity(String file, String algorithm, String... names) {
        Issued issued = ROOT.issue(algorithm, names);
        return Identity.of(Path.of(file), List.of(issued.certificate()), issued.key());
    }

    @Test
    void theVeryNameBeforeTheWildcardBeforeTheFirst() {
        assertThat(TABLE.find("www.shop.example", true, false)).isEqualTo("exact");
        assertThat(TABLE.find("api.shop.example", true, false)).isEqualTo("wild");
        assertThat(TABLE.find("shop.example", true, false)).isEqualTo("wild");
        assertThat(TABLE.find("elsewhere.example", true, false)).isEqualTo("first-ec");
        assertThat(TABLE.find("", true, false)).isEqualTo("first-ec");
    }

    @Test
    void aWildcardIsForOneLabel() {
        assertThat(TABLE.find("a.b.shop.example", true, true)).isNull();
        assertThat(TABLE.find(".shop.example", true, true)).isNull();
    }

    @Test
    void strictIsNoGuess() {
        assertThat(TABLE.find("elsewhere.example", true, true)).isNull();
        assertThat(TABLE.find("", true, true)).isNull();
        assertThat(TABLE.find("first.example", true, true)).isEqualTo("first-ec");
    }

    @Test
    void rsaForThoseWhoKnowNoOther() {
        assertThat(TABLE.find("first.example", false, false)).isEqualTo("first-rsa");
        assertThat(TABLE.find("", false, false)).isEqualTo("first-rsa");
        assertThat(TABLE.find("api.shop.example", false, false))
                .as("better than nothing")
                .isEqualTo("wild");
    }
}
