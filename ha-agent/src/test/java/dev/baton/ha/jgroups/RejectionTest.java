package dev.baton.ha.jgroups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.ha.cluster.InterconnectConfig;
import dev.baton.ha.cluster.InterconnectConfig.Transport;
import dev.baton.ha.cluster.MessageCodec;
import dev.baton.ha.vrrp.Advertisement;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RejectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"a guess", ""})
    void strangersAreNotHeardAndHearNothing(String guess) throws Exception {
        RecordingListener heard = new RecordingListener();
        RecordingListener strangerHeard = new RecordingListener();
        Optional<byte[]> secret = guess.isEmpty() ? Optional.empty() : Optional.of(guess.getBytes(UTF_8));
        try (TestCluster cluster = new TestCluster(Transport.UDP)) {
            JGroupsInterconnect first = cluster.join("lb1", heard);
            JGroupsInterconnect stranger = cluster.join("lb2", strangerHeard, secret);

            repeat(
                    () -> {
                        stranger.advertise(cluster.advertisement("lb2"));
                        first.advertise(cluster.advertisement("lb1"));
                    },
                    () -> first.rejected().total() >= 10 && stranger.rejected().total() >= 10);

            assertThat(heard.next(_ -> true, 0)).isNull();
            assertThat(strangerHeard.next(_ -> true, 0)).isNull();
        }
    }

    @Test
    void javaObjectsAreNotBuilt() throws Exception {
        RecordingListener heard1 = new RecordingListener();
        try (TestCluster cluster = new TestCluster(Transport.UDP)) {
            // Without a secret, so that nothing but the check for objects is in the way.
            JGroupsInterconnect first = cluster.join("lb1", heard1, Optional.empty());
            try (JChannel attacker = attacker(cluster)) {
                repeat(
                        () -> {
                            attacker.send(unreliable(new ObjectMessage(null, new Bomb())));
                            attacker.send(unreliable(new ObjectMessage(null, "a string")));
                            attacker.send(unreliable(new BytesMessage(null, new byte[MessageCodec.MAX_BYTES * 8])));
                        },
                        () -> first.rejected().total() >= 10);
            }
            JGroupsInterconnect second = cluster.join("lb2", new RecordingListener(), Optional.empty());
            cluster.advertiseUntilHeard(second, "lb2", heard1);
            assertThat(Bomb.EXPLODED).isFalse();
        }
    }

    @Test
    void aRecordedHeartbeatPassesOnce() throws Exception {
        RecordingListener heard2 = new RecordingListener();
        try (TestCluster cluster = new TestCluster(Transport.UDP)) {
            JGroupsInterconnect first = cluster.join("lb1", new RecordingListener());
            JGroupsInterconnect second = cluster.join("lb2", heard2);
            cluster.advertiseUntilHeard(first, "lb1", heard2);
            Advertisement old = cluster.advertisement("lb1");
            cluster.advertiseUntilHeard(first, "lb1", heard2);

            repeat(() -> first.advertise(old), () -> second.rejected().total() >= 3);

            assertThat(heard2.next(_ -> true, 0)).isNull();
        }
    }

    @Test
    void aSecondNodeOfTheSameNameIsNotHeard() throws Exception {
        RecordingListener heard1 = new RecordingListener();
        try (TestCluster cluster = new TestCluster(Transport.UDP)) {
            JGroupsInterconnect first = cluster.join("lb1", heard1);
            JGroupsInterconnect again = cluster.join("lb1", new RecordingListener());

            repeat(
                    () -> again.advertise(cluster.advertisement("lb1")),
                    () -> first.rejected().total() >= 3);

            assertThat(heard1.next(_ -> true, 0)).isNull();
        }
    }

    @Test
    void noiseOnThePresencePortIsCounted() throws Exception {
        RecordingListener heard1 = new RecordingListener();
        Random random = new Random(7);
        try (TestCluster cluster = new TestCluster(Transport.UDP)) {
            JGroupsInterconnect first = cluster.join("lb1", heard1);
            for (int i = 0; i < 40; i++) {
                byte[] noise = new byte[1 << 20];
                random.nextBytes(noise);
                try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), first.presencePort())) {
                    socket.getOutputStream().write(noise);
                } catch (IOException _) {
                    // Closed in the middle of it, as it should be.
                }
            }
            repeat(() -> {}, () -> first.rejected().total() >= 40);
            JGroupsInterconnect second = cluster.join("lb2", new RecordingListener());
            cluster.advertiseUntilHeard(second, "lb2", heard1);
            first.awaitWatched("lb2");
        }
    }

    @Test
    void anAddressThatIsNotHereIsNamed() throws Exception {
        InetAddress elsewhere = InetAddress.ofLiteral("192.0.2.1");
        InterconnectConfig config = new InterconnectConfig(
                "web",
                "lb1",
                elsewhere,
                Map.of("lb1", elsewhere),
                Transport.UDP,
                Optional.empty(),
                Duration.ofMillis(50));
        try (JGroupsInterconnect interconnect = new JGroupsInterconnect(config, ThreadStarts.PLAIN)) {
            assertThatThrownBy(() -> interconnect.start(new RecordingListener()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("192.0.2.1");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (TestCluster one = new TestCluster(Transport.TCP);
                TestCluster other = new TestCluster(Transport.TCP)) {
            one.join("lb1", new RecordingListener());
            assertThatThrownBy(() -> other.join("lb1", new RecordingListener()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.11")
                    .hasMessageContaining("7800");
        }
    }

    private static JChannel attacker(TestCluster cluster) throws Exception {
        JChannel channel = new JChannel(ProtocolStacks.create(
                cluster.config("lb3", Optional.empty()),
                new PresenceDetector(),
                new Rejections(),
                new TransportThreads(ThreadStarts.PLAIN)));
        return channel.connect(cluster.name);
    }

    private static Message unreliable(Message message) {
        return message.setFlag(Message.Flag.OOB, Message.Flag.NO_RELIABILITY);
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Does it every 10 ms until the condition holds, for at most 10 s. */
    private static void repeat(Step step, BooleanSupplier until) throws Exception {
        java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
        for (int i = 0; i < 1000 && !until.getAsBoolean(); i++) {
            step.run();
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(until.getAsBoolean()).isTrue();
    }

    private static final class Bomb implements Serializable {

        private static final long serialVersionUID = 1L;
        static final AtomicBoolean EXPLODED = new AtomicBoolean();

        private void readObject(ObjectInputStream in) {
            EXPLODED.set(true);
        }
    }
}
