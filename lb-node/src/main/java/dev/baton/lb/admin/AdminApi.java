package dev.baton.lb.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin API of a node: what may be asked, and what is answered. Changes are logged with who asked for them. */
public final class AdminApi {

    /** What is asked about clients: a question that takes POST and changes nothing. */
    static final String AFFINITY = "/v1/affinity";

    private static final Logger log = LoggerFactory.getLogger(AdminApi.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int CONFLICT = 409;
    private static final int INTERNAL_ERROR = 500;
    private static final int GATEWAY_TIMEOUT = 504;

    private static final String EVENTS_AFTER = "/v1/events?after=";

    private final NodeOperations node;
    private final JsonMapper json = JsonMapper.builder().build();

    public AdminApi(NodeOperations node) {
        this.node = node;
    }

    /** Answers; never fails. */
    public CompletableFuture<AdminAnswer> answer(AdminQuestion question) {
        return switch (question.uri()) {
            case "/v1/status" -> read(question, CompletableFuture.completedFuture(node.status()));
            case "/v1/traffic" -> read(question, CompletableFuture.completedFuture(node.traffic()));
            case AdminPages.METRICS ->
                page(question, () -> whole(node.metrics(false)).toString(UTF_8));
            case AdminPages.DASHBOARD -> page(question, AdminPages::dashboard);
            case "/v1/events" -> read(question, CompletableFuture.completedFuture(node.events()));
            case "/v1/why" -> read(question, node.why());
            case "/v1/servers" ->
                question.method().equals("POST")
                        ? change(question, ServerRequest.class, this::server)
                        : read(question, CompletableFuture.completedFuture(node.servers()));
            case "/v1/reload" -> change(question, ReloadRequest.class, node::reload);
            case "/v1/reload/prepare" -> change(question, PrepareRequest.class, node::prepareReload);
            case "/v1/reload/decide" -> change(question, ReloadDecision.class, node::decideReload);
            case AFFINITY -> ask(question, AffinityRequest.class, asked -> attempt(() -> node.affinity(asked)));
            case "/v1/affinity/change" ->
                change(question, AffinityChange.class, change -> attempt(() -> node.changeAffinity(change)));
            case "/v1/switchover" -> change(question, SwitchoverRequest.class, node::switchover);
            case "/v1/maintenance" -> change(question, MaintenanceRequest.class, this::maintenance);
            default -> question.uri().startsWith(EVENTS_AFTER) ? eventsAfter(question) : noSuch(question);
        };
    }

    private CompletableFuture<AdminAnswer> eventsAfter(AdminQuestion question) {
        String after = question.uri().substring(EVENTS_AFTER.length());
        try {
            return read(
                    question, CompletableFuture.completedFuture(node.events().after(Long.parseLong(after))));
        } catch (NumberFormatException _) {
            return now(error(BAD_REQUEST, question.uri() + ": \"" + after + "\" is not the number of an event"));
        }
    }

    private CompletableFuture<AdminAnswer> noSuch(AdminQuestion question) {
        return now(error(NOT_FOUND, "no such resource: " + question.uri()));
    }

    /** The metrics of this node, in UTF-8. */
    ByteBuf metrics(boolean openMetrics) {
        return whole(node.metrics(openMetrics));
    }

    private static ByteBuf whole(List<ByteBuffer> pieces) {
        return Unpooled.wrappedBuffer(pieces.toArray(ByteBuffer[]::new));
    }

    private CompletableFuture<AdminAnswer> page(AdminQuestion question, Supplier<String> text) {
        return question.method().equals("GET")
                ? now(new AdminAnswer(OK, text.get()))
                : now(error(METHOD_NOT_ALLOWED, question.uri() + " takes GET"));
    }

    /** Has another node of the cluster answer. */
    CompletableFuture<AdminAnswer> answerOn(String name, AdminQuestion question) {
        return node.forward(name, question)
                .exceptionally(failure -> error(
                        cause(failure) instanceof IllegalArgumentException ? BAD_REQUEST : GATEWAY_TIMEOUT,
                        message(failure)));
    }

    private CompletableFuture<MaintenanceRequest> maintenance(MaintenanceRequest asked) {
        return node.setMaintenance(asked.on(), Boolean.TRUE.equals(asked.force()))
                .thenApply(_ -> asked);
    }

    private CompletableFuture<ServersReport> server(ServerRequest asked) {
        if (asked.state() == null && asked.weight() == null) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("say what is wanted of the server: \"state\" or \"weight\""));
        }
        try {
            node.changeServer(asked);
            return CompletableFuture.completedFuture(node.servers());
        } catch (IOException | IllegalArgumentException | RefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<AdminAnswer> read(AdminQuestion question, CompletableFuture<?> answer) {
        return question.method().equals("GET")
                ? whenThere(answer)
                : now(error(METHOD_NOT_ALLOWED, question.uri() + " takes GET"));
    }

    private static <T> CompletableFuture<T> attempt(Supplier<T> question) {
        try {
            return CompletableFuture.completedFuture(question.get());
        } catch (IllegalArgumentException | RefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> CompletableFuture<AdminAnswer> change(
            AdminQuestion question, Class<T> type, Function<T, ? extends CompletableFuture<?>> action) {
        return ask(question, type, asked -> {
            String what = String.valueOf(asked).replaceAll("\\p{Cntrl}", "?");
            log.info("{} asks for {} {}", question.caller(), question.uri(), what);
            return action.apply(asked);
        });
    }

    /** By POST also where nothing changes, as what is asked may be secret: then it is in no address, and on no network. */
    private <T> CompletableFuture<AdminAnswer> ask(
            AdminQuestion question, Class<T> type, Function<T, ? extends CompletableFuture<?>> action) {
        if (!question.method().equals("POST")) {
            return now(error(METHOD_NOT_ALLOWED, question.uri() + " takes POST"));
        }
        T asked;
        try {
            asked = RequestBody.read(question.body(), type);
        } catch (IllegalArgumentException e) {
            return now(error(BAD_REQUEST, "not what " + question.uri() + " takes: " + e.getMessage()));
        }
        return whenThere(action.apply(asked));
    }

    private CompletableFuture<AdminAnswer> whenThere(CompletableFuture<?> answer) {
        return answer.thenApply(done -> say(OK, done))
                .exceptionally(failure -> error(status(cause(failure)), message(failure)));
    }

    private static int status(Throwable failure) {
        return switch (failure) {
            case IllegalArgumentException _ -> BAD_REQUEST;
            case RefusedException _ -> CONFLICT;
            default -> INTERNAL_ERROR;
        };
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String message(Throwable failure) {
        return String.valueOf(cause(failure).getMessage());
    }

    AdminAnswer error(int status, String message) {
        return say(status, Map.of("error", message));
    }

    private static CompletableFuture<AdminAnswer> now(AdminAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private AdminAnswer say(int status, Object body) {
        try {
            return new AdminAnswer(status, json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
