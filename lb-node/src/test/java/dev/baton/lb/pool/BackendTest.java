package dev.baton.lb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.Balance;
import dev.baton.lb.config.BackendConfig.CheckConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.health.Health;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendTest {

    private final Backend backend = new Backend(new BackendConfig(
            "app",
            Balance.ROUND_ROBIN,
            new CheckConfig(CheckConfig.Type.TCP, Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3),
            List.of(server("a", "10.0.0.1", 1), server("b", "fd00::2", 1), server("c", "10.0.0.3", 0))));
    private final Server a = backend.servers().get(0);
    private final Server b = backend.servers().get(1);
    private final Server c = backend.servers().get(2);

    private static ServerConfig server(String name, String address, int weight) {
        return new ServerConfig(name, new InetSocketAddress(address, 80), weight);
    }

    @Test
    void nobodyGetsTrafficBeforeTheFirstGoodCheck() {
        assertThat(backend.choose()).isNull();
        backend.judge(a, Health.UP);
        assertThat(backend.choose()).isSameAs(a);
    }

    @Test
    void aServerThatIsDownIsLeftOut() {
        backend.judge(a, Health.UP);
        backend.judge(b, Health.UP);
        backend.judge(a, Health.DOWN);
        assertThat(List.of(chosen(), chosen(), chosen())).containsOnly(b);
        backend.judge(b, Health.DOWN);
        assertThat(backend.choose()).isNull();
    }

    @Test
    void weightZeroTakesAServerOutThoughItIsUp() {
        backend.judge(c, Health.UP);
        assertThat(backend.choose()).isNull();
    }

    @Test
    void aSecondAttemptGoesToAnotherServer() {
        backend.judge(a, Health.UP);
        backend.judge(b, Health.UP);
        for (int i = 0; i < 4; i++) {
            assertThat(backend.choose(List.of(a))).isSameAs(b);
        }
        assertThat(backend.choose(List.of(a, b))).isNull();
    }

    @Test
    void statusShowsEveryServer() {
        backend.judge(a, Health.UP);
        backend.judge(b, Health.DOWN);
        a.started();
        a.started();
        a.finished();
        assertThat(backend.status())
                .isEqualTo(new BackendStatus(
                        "app",
                        List.of(
                                new ServerStatus("a", "10.0.0.1:80", "up", 1),
                                new ServerStatus("b", "[fd00:0:0:0:0:0:0:2]:80", "down", 0),
                                new ServerStatus("c", "10.0.0.3:80", "unknown", 0))));
    }

    private Server chosen() {
        Server server = backend.choose();
        assertThat(server).isNotNull();
        return java.util.Objects.requireNonNull(server);
    }
}
