package dev.baton.lb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.lb.admin.AffinityChange;
import dev.baton.lb.admin.AffinityReport;
import dev.baton.lb.admin.AffinityRequest;
import dev.baton.lb.affinity.AffinityTable;
import dev.baton.lb.affinity.KeyHasher;
import dev.baton.lb.affinity.LogicalClock;
import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import dev.baton.lb.pool.Affinity;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see and change of whose clients are whose. */
class AffinityOperationsTest {

    private final Affinity.Cluster shared = new Affinity.Cluster(
            Optional.empty(),
            new KeyHasher("c", Optional.empty()),
            new AffinityTable("n", 10_000, new LogicalClock(System::currentTimeMillis)));

    private AffinityOperations operations;
    private List<BackendConfig> backends;

    @BeforeEach
    void start() throws ConfigException {
        String servers = "servers: [{name: a, address: \"10.0.0.1:80\"}, {name: b, address: \"10.0.0.2:80\"}]";
        backends = ConfigReader.parse("f", """
                        frontends: [{name: web, bind: ":80", backend: net}]
                        backends:
                          - {name: net, affinity: {type: source, ipv4_prefix: 24}, SERVERS}
                          - {name: user, affinity: {type: header, name: X-User}, SERVERS}
                          - {name: shop, affinity: {type: cookie}, SERVERS}
                          - {name: none, SERVERS}
                          - {name: app, affinity: {type: prefix, name: SID}, SERVERS}
                          - {name: tls, affinity: {type: sni}, SERVERS}
                        """.replace("SERVERS", servers)).backends();
        operations = new AffinityOperations(() -> backends, shared);
    }

    private static AffinityRequest of(@Nullable String backend, @Nullable String server, @Nullable String value) {
        return new AffinityRequest(backend, server, value, null, 10);
    }

    private void set(String backend, String server, String value) {
        operations.change(new AffinityChange("set", of(backend, server, value)));
    }

    private long clear(AffinityRequest of) {
        return operations.change(new AffinityChange("clear", of));
    }

    @Test
    void clientsAreCountedByServerAndFoundByWhatTheyShow() {
        set("net", "a", "192.0.2.7");
        set("net", "b", "198.51.100.1");
        set("user", "a", "alice");
        set("user", "a", "bob");
        assertThat(operations.report(of(null, null, null)).servers())
                .containsExactly(
                        new AffinityReport.Count("net", "a", 1),
                        new AffinityReport.Count("net", "b", 1),
                        new AffinityReport.Count("user", "a", 2));
        assertThat(operations.report(of("net", "b", null)).servers())
                .containsExactly(new AffinityReport.Count("net", "b", 1));
        assertThat(operations.report(of("net", null, "192.0.2.99")).clients())
                .as("of the same network")
                .singleElement()
                .satisfies(client -> {
                    assertThat(client.server()).isEqualTo("a");
                    assertThat(client.key()).hasSize(32);
                    assertThat(client.expiresMillis()).isBetween(1_700_000L, 1_800_000L);
                });
        assertThat(operations.report(of("user", null, "carol")).clients()).isEmpty();
        assertThat(operations
                        .report(new AffinityRequest("user", null, null, null, 1))
                        .clients())
                .hasSize(1);
    }

    @Test
    void nodesThatRememberTheSameOfABackendShowTheSameDigest() {
        set("net", "a", "192.0.2.7");
        set("user", "a", "alice");
        set("user", "b", "bob");
        AffinityReport all = operations.report(of(null, null, null));
        assertThat(all.backends())
                .extracting(AffinityReport.Known::backend, AffinityReport.Known::clients)
                .containsExactly(tuple("net", 1L), tuple("user", 2L));
        AffinityReport.Known user = all.backends().getLast();
        assertThat(user.digest()).matches("[0-9a-f]{16}");
        assertThat(operations.report(of("user", "a", null)).backends())
                .as("whatever else narrows")
                .containsExactly(user);
        set("net", "b", "192.0.2.7");
        assertThat(operations.report(of(null, null, null)).backends())
                .contains(user)
                .doesNotContain(all.backends().getFirst());
        set("user", "a", "bob");
        assertThat(operations.report(of("user", null, null)).backends())
                .singleElement()
                .isNotEqualTo(user);
    }

    @Test
    void clientsAreForgottenOneByOneOrByServer() {
        for (String user : List.of("u1", "u2", "u3")) {
            set("user", "a", user);
        }
        set("user", "b", "u4");
        set("net", "a", "192.0.2.7");
        assertThat(clear(of("user", null, "u1"))).isEqualTo(1);
        assertThat(clear(of("user", null, "u1"))).isZero();
        String key =
                operations.report(of("user", null, "u2")).clients().getFirst().key();
        assertThat(clear(new AffinityRequest("user", null, null, key, 0))).isEqualTo(1);
        assertThat(clear(of("user", "a", null))).isEqualTo(1);
        assertThat(operations.report(of(null, null, null)).servers())
                .containsExactly(new AffinityReport.Count("net", "a", 1), new AffinityReport.Count("user", "b", 1));
    }

    @Test
    void aCookieTellsItsServerItself() {
        Affinity.Inserted shop = (Affinity.Inserted) shared.of(backends.get(2));
        assertThat(operations.report(of("shop", null, shop.tokens().of(1))).clients())
                .singleElement()
                .satisfies(client -> assertThat(client.server()).isEqualTo("b"));
        assertThat(operations.report(of("shop", null, "garbage")).clients()).isEmpty();
        assertThatThrownBy(() -> set("shop", "a", "x")).hasMessageContaining("carry their server themselves");
    }

    @Test
    void valuesAreReadAsTheDataPathReadsThem() {
        Affinity.Prefixed app = (Affinity.Prefixed) shared.of(backends.get(4));
        for (String value : List.of("~session", "", "~", "~a~b")) {
            String word = app.tokens().of(1) + value;
            for (String shown : List.of(word, "\"" + word)) {
                assertThat(operations.report(of("app", null, shown)).clients())
                        .as(shown)
                        .singleElement()
                        .satisfies(client -> assertThat(client.server()).isEqualTo("b"));
            }
        }
        assertThat(operations.report(of("app", null, "x~" + app.tokens().of(1))).clients())
                .isEmpty();
        set("tls", "b", "H1.Example.");
        assertThat(operations.report(of("tls", null, "h1.example")).clients()).hasSize(1);
        set("net", "a", "192.0.2.7/32");
        set("net", "b", "192.0.2.0/24");
        assertThat(operations.report(of("net", null, "192.0.2.99")).clients())
                .singleElement()
                .satisfies(client -> assertThat(client.server()).isEqualTo("b"));
    }

    /** A server that a reload has taken out may still have clients in the table. */
    @Test
    void clientsOfAServerThatIsGoneCanBeForgotten() throws ConfigException {
        set("user", "b", "bob");
        backends = ConfigReader.parse("f", """
                        frontends: [{name: web, bind: ":80", backend: user}]
                        backends:
                          - name: user
                            affinity: {type: header, name: X-User}
                            servers: [{name: a, address: "10.0.0.1:80"}]
                        """).backends();
        assertThat(operations.report(of("user", "b", null)).servers()).hasSize(1);
        assertThatThrownBy(() -> set("user", "b", "carol")).hasMessageContaining("no server \"b\"");
        assertThat(clear(of("user", "b", null))).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThatThrownBy(() -> set("nett", "a", "x"))
                .hasMessage("there is no backend \"nett\"; there are net, user, shop, none, app, tls");
        assertThatThrownBy(() -> set("net", "c", "192.0.2.7")).hasMessageContaining("no server \"c\"");
        assertThatThrownBy(() -> operations.report(of(null, "zz", null)))
                .hasMessage("there is no server \"zz\"; there are a, b");
        assertThatThrownBy(() -> clear(of("user", "zz", null)))
                .hasMessage("there is no server \"zz\" in backend \"user\"; there are a, b");
        assertThatThrownBy(() -> set("user", "a", "")).hasMessageContaining("an empty value is nobody's");
        assertThatThrownBy(() -> set("net", "a", "192.0.2.0/25"))
                .hasMessageContaining("knows its clients by networks of /24");
        assertThatThrownBy(() -> set("net", "a", "example.org")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set("none", "a", "x")).hasMessageContaining("has no affinity");
        assertThatThrownBy(() -> clear(new AffinityRequest("net", null, null, "zz", 0)))
                .hasMessageContaining("32 hexadecimal digits");
    }

    /** It goes to the log. */
    @Test
    void whatAClientShowsIsNotLogged() {
        assertThat(new AffinityChange("set", of("shop", "a", "secret")))
                .asString()
                .isEqualTo("set clients of: backend shop, server a, one client");
        assertThat(new AffinityChange("clear", of(null, null, null)))
                .asString()
                .isEqualTo("clear clients of: all backends, all clients");
    }
}
