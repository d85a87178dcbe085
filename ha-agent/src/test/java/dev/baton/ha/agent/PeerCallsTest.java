package dev.baton.ha.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.vrrp.Advertisement;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PeerCallsTest {

    /** Two nodes, and what is on its way between them. */
    private final Deque<Runnable> wire = new ArrayDeque<>();

    private final PeerCalls lb1 = new PeerCalls(new Wire("lb1"), Runnable::run);
    private final PeerCalls lb2 = new PeerCalls(new Wire("lb2"), Runnable::run);

    @Test
    void longQuestionsAndAnswersArriveWholeAlsoSeveralAtOnce() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        lb2.serve((from, question) -> {
            assertThat(from).isEqualTo("lb1");
            byte[] twice = Arrays.copyOf(question, question.length * 2);
            System.arraycopy(question, 0, twice, question.length, question.length);
            return CompletableFuture.completedFuture(twice);
        });
        for (int length : new int[] {0, 1, 767, 768, 769, 100_000, PeerCalls.MAX_BYTES / 2}) {
            byte[] one = new byte[length];
            byte[] other = new byte[length];
            random.nextBytes(one);
            random.nextBytes(other);
            CompletableFuture<byte[]> first = lb1.ask("lb2", one);
            CompletableFuture<byte[]> second = lb1.ask("lb2", other);
            carry();
            assertThat(first.get())
                    .as("seed %d", seed)
                    .startsWith(one)
                    .endsWith(one)
                    .hasSize(2 * length);
            assertThat(second.get()).as("seed %d", seed).startsWith(other).endsWith(other);
        }
    }

    @Test
    void whoAsksHearsThatTheNodeIsGone() {
        CompletableFuture<byte[]> never = lb1.ask("lb2", new byte[3]);
        lb1.onPeerGone("lb3");
        assertThat(never).isNotDone();
        lb1.onPeerGone("lb2");
        assertThatThrownBy(never::get)
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lb2 ended");
    }

    @Test
    void whatIsTooLongIsNotSent() {
        assertThatThrownBy(
                        () -> lb1.ask("lb2", new byte[PeerCalls.MAX_BYTES + 1]).get())
                .rootCause()
                .hasMessageContaining("too many to send to lb2");
        assertThat(wire).isEmpty();
    }

    @Test
    void aQuestionWithAGapIsDroppedAndTheNextOneIsHeard() throws Exception {
        lb2.serve((_, question) -> CompletableFuture.completedFuture(question));
        CompletableFuture<byte[]> broken = lb1.ask("lb2", new byte[2000]);
        wire.removeFirst();
        CompletableFuture<byte[]> fine = lb1.ask("lb2", new byte[] {7});
        carry();
        assertThat(broken).isNotDone();
        assertThat(fine.get()).containsExactly(7);
    }

    private void carry() {
        while (!wire.isEmpty()) {
            wire.removeFirst().run();
        }
    }

    private final class Wire implements Interconnect {

        private final String self;

        Wire(String self) {
            this.self = self;
        }

        @Override
        public void start(Listener listener) {}

        @Override
        public void advertise(Advertisement advertisement) {}

        @Override
        public void command(String node, Command command) {
            wire.addLast(() -> (node.equals("lb1") ? lb1 : lb2).onPiece(self, (Command.Piece) command));
        }

        @Override
        public Rejected rejected() {
            return Rejected.NOTHING;
        }

        @Override
        public void close() {}
    }
}
