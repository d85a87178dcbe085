package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.status.PathStatus;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MultiPathInterconnectTest {

    private final FakeNetwork first = new FakeNetwork();
    private final FakeNetwork second = new FakeNetwork();
    private final List<Advertisement> heard = new ArrayList<>();
    private final BlockingQueue<String> returns = new LinkedBlockingQueue<>();
    private long now;

    @Test
    void aPeerThatIsHeardAgainIsToldOnceAndOnTheNetworkWhereItWasSilent() throws Exception {
        try (MultiPathInterconnect _ = started()) {
            first.deliver(heartbeat("lb2"));
            second.deliver(heartbeat("lb2"));
            now = Duration.ofSeconds(1).toNanos();
            first.deliver(heartbeat("lb2"));
            now = Duration.ofSeconds(2).toNanos();
            first.deliver(heartbeat("lb2"));
            second.deliver(heartbeat("lb2"));
            second.deliver(heartbeat("lb2"));

            assertThat(returns.poll(5, TimeUnit.SECONDS)).isEqualTo("10.8.0.1");
        }
        assertThat(returns).isEmpty();
    }

    @Test
    void everyHeartbeatGoesOverAllNetworksAndIsHeardFromEach() throws Exception {
        try (MultiPathInterconnect both = started()) {
            both.advertise(heartbeat("lb1"));

            assertThat(first.sent).hasSize(1);
            assertThat(second.sent).hasSize(1);
            first.deliver(heartbeat("lb2"));
            second.deliver(heartbeat("lb2"));
            assertThat(heard).hasSize(2);
        }
    }

    @Test
    void commandsTravelOnceWhereTheNodeWasHeardLast() throws Exception {
        try (MultiPathInterconnect both = started()) {
            first.deliver(heartbeat("lb2"));
            now = 1;
            second.deliver(heartbeat("lb2"));

            both.command("lb2", new Command.Switchover("web", "lb2", false));

            assertThat(first.commands).isEmpty();
            assertThat(second.commands).hasSize(1);
        }
    }

    @Test
    void theStatusTellsTheNetworksApart() throws Exception {
        try (MultiPathInterconnect both = started()) {
            second.deliver(heartbeat("lb2"));
            now = Duration.ofSeconds(3).toNanos();

            assertThat(both.paths())
                    .containsExactly(
                            new PathStatus("10.9.0.1", "lb2", 0, Optional.empty()),
                            new PathStatus("10.8.0.1", "lb2", 1, Optional.of(Duration.ofSeconds(3))));
        }
    }

    @Test
    void oneNetworkIsEnoughToStart() throws Exception {
        first.refuse = true;
        try (MultiPathInterconnect both = started()) {
            both.advertise(heartbeat("lb1"));

            assertThat(first.sent).isEmpty();
            assertThat(second.sent).hasSize(1);
        }
        assertThat(second.closed).isTrue();
    }

    @Test
    void noneIsNot() {
        first.refuse = true;
        second.refuse = true;

        assertThatThrownBy(this::started).isInstanceOf(IOException.class).hasMessage("no such address");
    }

    private MultiPathInterconnect started() throws IOException {
        Map<String, Supplier<Interconnect>> networks = new LinkedHashMap<>();
        networks.put("10.9.0.1", () -> first);
        networks.put("10.8.0.1", () -> second);
        MultiPathInterconnect both = new MultiPathInterconnect(networks, List.of("lb2"), returns::add, () -> now);
        both.start(new Interconnect.Listener() {
            @Override
            public void onAdvertisement(Advertisement advertisement) {
                heard.add(advertisement);
            }

            @Override
            public void onCommand(String from, Command command) {}

            @Override
            public void onPeerDied(String node) {}

            @Override
            public void onPeerLeft(String node) {}
        });
        return both;
    }

    private static Advertisement heartbeat(String node) {
        return new Advertisement("web", node, 1, 1, Role.BACKUP, 1, 100, 100, "", true, 1000, 0, List.of());
    }

    private static final class FakeNetwork implements Interconnect {

        private final List<Advertisement> sent = new ArrayList<>();
        private final List<Command> commands = new ArrayList<>();
        private Optional<Listener> listener = Optional.empty();
        private boolean refuse;
        private boolean closed;

        @Override
        public void start(Listener to) throws IOException {
            if (refuse) {
                throw new IOException("no such address");
            }
            listener = Optional.of(to);
        }

        void deliver(Advertisement advertisement) {
            listener.orElseThrow().onAdvertisement(advertisement);
        }

        @Override
        public void advertise(Advertisement advertisement) {
            sent.add(advertisement);
        }

        @Override
        public void command(String node, Command command) {
            commands.add(command);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
