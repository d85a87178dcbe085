package dev.baton.lb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.ha.agent.PeerCalls;
import dev.baton.lb.admin.AdminAnswer;
import dev.baton.lb.admin.AdminApi;
import dev.baton.lb.admin.AdminQuestion;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The admin APIs of the other nodes, by way of the interconnect, which authenticates both sides. */
final class PeerAdmin {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PeerCalls calls;

    PeerAdmin(PeerCalls calls) {
        this.calls = calls;
    }

    /** From now on answers what other nodes pass on. */
    void serve(AdminApi api) {
        calls.serve((from, bytes) -> {
            try {
                AdminQuestion asked = JSON.readValue(bytes, AdminQuestion.class);
                AdminQuestion question = new AdminQuestion(
                        asked.method(), asked.uri(), asked.body(), asked.caller() + " on node " + from);
                return api.answer(question).thenApply(PeerAdmin::bytes);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    /** Asks another node; fails with an {@link IOException} that says so when it does not answer. */
    CompletableFuture<AdminAnswer> ask(String node, AdminQuestion question) {
        return calls.ask(node, bytes(question)).thenCompose(bytes -> {
            try {
                return CompletableFuture.completedFuture(JSON.readValue(bytes, AdminAnswer.class));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(new IOException("node " + node + " sent an odd answer", e));
            }
        });
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
