package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.cluster.Command.Piece;
import dev.baton.ha.cluster.Interconnect;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions between nodes: bytes go to one node, and bytes come back. Who asks hears an end in any case: the answer, that
 * the node is gone, or that it took too long. Any thread may call.
 */
public final class PeerCalls {

    /** The longest question or answer, in bytes. */
    public static final int MAX_BYTES = Pieces.MAX_BYTES;

    /** A reload waits for new servers, which is the longest that a question takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(PeerCalls.class);

    private final Interconnect interconnect;
    private final Executor sender;
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong(System.nanoTime());
    private final Pieces questions = new Pieces();
    private final Pieces answers = new Pieces();
    private volatile BiFunction<String, byte[], CompletableFuture<byte[]>> service =
            (_, _) -> CompletableFuture.failedFuture(new IOException("nobody answers questions here yet"));

    private record Asked(String node, CompletableFuture<byte[]> answer) {}

    /** @param sender runs the sending, which may block on a slow peer, and the answering */
    PeerCalls(Interconnect interconnect, Executor sender) {
        this.interconnect = interconnect;
        this.sender = sender;
    }

    /**
     * From now on answers what other nodes ask.
     *
     * @param answering gets the name of the node that asks, and its question; a question whose answer fails stays
     *     unanswered
     */
    public void serve(BiFunction<String, byte[], CompletableFuture<byte[]>> answering) {
        service = requireNonNull(answering, "answering is null");
    }

    /** Asks a node; fails with an {@link IOException} when no answer comes, which does not say that nothing was done. */
    public CompletableFuture<byte[]> ask(String node, byte[] question) {
        if (question.length > MAX_BYTES) {
            return CompletableFuture.failedFuture(new IOException(
                    "%d bytes are too many to send to %s; %d can be sent".formatted(question.length, node, MAX_BYTES)));
        }
        long call = calls.incrementAndGet();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        asked.put(call, new Asked(node, answer));
        sender.execute(() -> send(node, call, false, question));
        return answer.orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(node, failure)))
                .whenComplete((_, _) -> asked.remove(call));
    }

    private static IOException explained(String node, Throwable failure) {
        return failure instanceof IOException known
                ? known
                : new IOException(
                        "no answer from node " + node + " within " + PATIENCE.toSeconds()
                                + " s; is it running, and does it run this version? baton status shows",
                        failure);
    }

    void onPiece(String from, Piece piece) {
        byte[] whole = (piece.answer() ? answers : questions).add(from, piece);
        if (whole == null) {
            return;
        }
        if (!piece.answer()) {
            sender.execute(() -> answer(from, piece.call(), whole));
            return;
        }
        Asked waiting = asked.get(piece.call());
        if (waiting != null && waiting.node().equals(from)) {
            waiting.answer().complete(whole);
        }
    }

    private void answer(String from, long call, byte[] question) {
        service.apply(from, question).whenComplete((bytes, failure) -> {
            if (failure != null || bytes.length > MAX_BYTES) {
                log.warn("a question of {} stays unanswered", from, failure);
            } else {
                sender.execute(() -> send(from, call, true, bytes));
            }
        });
    }

    void onPeerGone(String node) {
        questions.forget(node);
        answers.forget(node);
        asked.values().stream()
                .filter(each -> each.node().equals(node))
                .forEach(each -> each.answer()
                        .completeExceptionally(new IOException("node " + node + " ended before it answered")));
    }

    private void send(String node, long call, boolean answer, byte[] bytes) {
        int number = 0;
        int from = 0;
        do {
            int to = Math.min(bytes.length, from + Piece.MAX_BYTES);
            interconnect.command(
                    node, new Piece(call, answer, number, to == bytes.length, Arrays.copyOfRange(bytes, from, to)));
            number++;
            from = to;
        } while (from < bytes.length);
    }
}
