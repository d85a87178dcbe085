package dev.baton.ha.jgroups;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.ha.cluster.StateChannel;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class JGroupsInterconnectTest {

    @ParameterizedTest
    @EnumSource
    void heartbeatsAndCommandsArrive(Transport transport) throws Exception {
        RecordingListener heard1 = new RecordingListener();
        RecordingListener heard2 = new RecordingListener();
        try (TestCluster cluster = new TestCluster(transport)) {
            long begin = System.nanoTime();
            JGroupsInterconnect first = cluster.join("lb1", heard1);
            long joined1 = System.nanoTime();
            JGroupsInterconnect second = cluster.join("lb2", heard2);
            long joined2 = System.nanoTime();

            cluster.advertiseUntilHeard(first, "lb1", heard2);
            cluster.advertiseUntilHeard(second, "lb2", heard1);
            Command.Switchover order = new Command.Switchover("web", "lb2", true);
            second.command("lb1", order);

            assertThat(heard1.await("command", "lb2").value()).isEqualTo(order);
            Report.line("%s: first member started in %d ms, second joined in %d ms"
                    .formatted(transport, ms(joined1 - begin), ms(joined2 - joined1)));
            assertThat(first.rejected().total() + second.rejected().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stateArrivesWholeAndInOrder(Transport transport) throws Exception {
        RecordingListener heard1 = new RecordingListener();
        RecordingListener heard2 = new RecordingListener();
        try (TestCluster cluster = new TestCluster(transport)) {
            JGroupsInterconnect first = cluster.join("lb1", heard1);
            JGroupsInterconnect second = cluster.join("lb2", heard2);
            assertThat(first.sendState("lb3", new byte[1])).isFalse();
            cluster.advertiseUntilHeard(first, "lb1", heard2);
            cluster.advertiseUntilHeard(second, "lb2", heard1);
            second.awaitWatched("lb1");
            first.awaitWatched("lb2");

            for (int i = 0; i < 200; i++) {
                byte[] message = new byte[StateChannel.MAX_BYTES - i];
                message[0] = (byte) i;
                assertThat(first.sendState("lb2", message)).isTrue();
                byte[] arrived = (byte[]) heard2.await("state", "lb1").value();
                assertThat(arrived).isEqualTo(message);
            }
            assertThat(second.rejected().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoClosesHasLeftAndDidNotDie(Transport transport) throws Exception {
        RecordingListener heard1 = new RecordingListener();
        RecordingListener heard2 = new RecordingListener();
        try (TestCluster cluster = new TestCluster(transport)) {
            JGroupsInterconnect first = cluster.join("lb1", heard1);
            JGroupsInterconnect second = cluster.join("lb2", heard2);
            first.awaitWatched("lb2");
            second.awaitWatched("lb1");

            long begin = System.nanoTime();
            second.close();
            long closed = System.nanoTime();

            RecordingListener.Event event =
                    requireNonNull(heard1.next(e -> !e.kind().equals("advertisement"), 10), "nothing within 10 s");
            assertThat(event.kind()).isEqualTo("left");
            assertThat(Duration.ofNanos(closed - begin)).isLessThan(Duration.ofMillis(300));
            Report.line("%s: left after %.1f ms, close() took %d ms"
                    .formatted(transport, (event.atNanos() - begin) / 1e6, ms(closed - begin)));
            second.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoVanishesDied(Transport transport) throws Exception {
        RecordingListener heard1 = new RecordingListener();
        RecordingListener heard3 = new RecordingListener();
        try (TestCluster cluster = new TestCluster(transport)) {
            JGroupsInterconnect first = cluster.join("lb1", heard1);
            JGroupsInterconnect second = cluster.join("lb2", new RecordingListener());
            JGroupsInterconnect third = cluster.join("lb3", heard3);
            first.awaitWatched("lb2");
            third.awaitWatched("lb2");

            long begin = System.nanoTime();
            second.abort();

            Report.line("%s: died after %.1f ms"
                    .formatted(transport, (heard1.await("died", "lb2").atNanos() - begin) / 1e6));
            Report.line("%s: died after %.1f ms"
                    .formatted(transport, (heard3.await("died", "lb2").atNanos() - begin) / 1e6));
        }
    }

    private static long ms(long nanos) {
        return nanos / 1_000_000;
    }
}
