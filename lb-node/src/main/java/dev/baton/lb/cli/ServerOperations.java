package dev.baton.lb.cli;

import dev.baton.lb.admin.ServerRequest;
import dev.baton.lb.admin.ServersReport;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.history.WishFile;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.FactParts;
import dev.baton.lb.pool.Judgement;
import dev.baton.lb.pool.JudgementCodec;
import dev.baton.lb.pool.ServerStatus;
import dev.baton.lb.pool.Wish;
import dev.baton.lb.pool.WishCodec;
import dev.baton.lb.pool.Wishes;
import dev.baton.lb.proxy.DataPath;
import dev.baton.lb.tls.TicketKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see and want of the servers. A wish is kept before it is followed, so that a restart can't end it. */
final class ServerOperations {

    private static final Logger log = LoggerFactory.getLogger(ServerOperations.class);

    private static final int MAX_WEIGHT = 256;
    private static final int MAX_PART_BYTES = 16 * 1024;

    private final DataPath serving;
    private final Wishes wishes;
    private final WishFile file;
    private final boolean secret;

    private ServerOperations(DataPath serving, WishFile file, boolean secret) {
        this.serving = serving;
        this.wishes = serving.wishes();
        this.file = file;
        this.secret = secret;
    }

    /**
     * Follows what was wanted in a former life.
     *
     * @param secret whether nobody else can read what the nodes tell each other; keys are told only then
     */
    static ServerOperations start(DataPath serving, Path stateDir, boolean secret) {
        WishFile file = new WishFile(stateDir);
        ServerOperations operations = new ServerOperations(serving, file, secret);
        file.read().forEach(wish -> {
            if (operations.wishes.apply(wish)) {
                log.info("server {}: {}, as before the restart", wish.path(), words(wish));
            } else {
                log.warn(
                        "server {} is not in the configuration any more; what was wanted of it is forgotten",
                        wish.path());
            }
        });
        return operations;
    }

    List<ServersReport.Row> rows() {
        return serving.backends().stream()
                .flatMap(backend -> backend.servers().stream().map(server -> row(backend, server)))
                .toList();
    }

    /**
     * @throws IllegalArgumentException if there is no such server, or the wish is none that a server can have
     * @throws IOException if the wish cannot be kept
     */
    synchronized void change(ServerRequest request) throws IOException {
        requireServer(request);
        Wish before = wishes.of(request.backend(), request.server());
        Wish wish = new Wish(
                request.backend(),
                request.server(),
                request.state() == null ? before.state() : Optional.of(state(request.state())),
                request.weight() == null ? before.weight() : OptionalInt.of(weight(request.weight())),
                // The clock orders commands of several nodes; one node's own come in order even if it is set back.
                Math.max(before.version() + 1, System.currentTimeMillis()));
        List<Wish> kept = new ArrayList<>(wishes.all());
        kept.removeIf(each -> each.path().equals(wish.path()));
        kept.add(wish);
        try {
            file.write(kept);
        } catch (IOException e) {
            throw new IOException("the wish can't be kept across a restart, and is not followed: " + e.getMessage(), e);
        }
        wishes.apply(wish);
        log.info("server {}: {}, on command", wish.path(), words(wish));
    }

    /** What operators want, what was found out and what tickets are made with, for the other nodes. */
    List<byte[]> facts() {
        List<byte[]> facts = new ArrayList<>(WishCodec.encode(wishes.all(), MAX_PART_BYTES));
        facts.addAll(JudgementCodec.encode(serving.judgements(), MAX_PART_BYTES));
        if (secret) {
            facts.add(serving.tickets().encode());
        }
        return facts;
    }

    /**
     * From now on hears that there are other facts: operators want something else, here or on another node, live
     * traffic speaks against a server, or there is a new key for tickets. Checks are every node's own; what they find is told to a node that comes.
     */
    void onFacts(Runnable listener) {
        wishes.listen(_ -> listener.run());
        serving.onEjection(listener);
        serving.tickets().listen(listener);
    }

    /**
     * Takes a part of another node's facts.
     *
     * @throws IllegalArgumentException if it is none
     */
    synchronized void hear(byte[] part) {
        switch (FactParts.kindOf(part)) {
            case WishCodec.KIND -> follow(WishCodec.decode(part));
            case JudgementCodec.KIND -> believe(JudgementCodec.decode(part));
            case TicketKeys.KIND -> {
                if (secret) {
                    serving.tickets().learn(TicketKeys.decode(part), System.currentTimeMillis());
                }
            }
            default -> throw new IllegalArgumentException("facts of kind %d".formatted(FactParts.kindOf(part)));
        }
    }

    /** Follows what operators want on another node, where that is later than what was wanted here. */
    private void follow(List<Wish> wanted) {
        boolean followed = false;
        for (Wish wish : wanted) {
            if (wishes.apply(wish)) {
                followed = true;
                log.info("server {}: {}, on command at another node", wish.path(), words(wish));
            }
        }
        if (followed) {
            keep();
        }
    }

    private void believe(List<Judgement> words) {
        for (Judgement word : words) {
            if (serving.believe(word)) {
                log.info(
                        "server {} is {} until the checks here have had their say: another node has found it so",
                        word.path(),
                        word.checked().label());
            }
        }
    }

    private void keep() {
        try {
            file.write(wishes.all());
        } catch (IOException e) {
            log.warn("what operators want of the servers can't be kept across a restart of this node", e);
        }
    }

    private void requireServer(ServerRequest request) {
        List<BackendStatus> backends = serving.backends();
        List<ServerStatus> servers = backends.stream()
                .filter(backend -> backend.name().equals(request.backend()))
                .findFirst()
                .map(BackendStatus::servers)
                .orElseThrow(() -> new IllegalArgumentException("there is no backend \"" + request.backend()
                        + "\"; there are "
                        + backends.stream().map(BackendStatus::name).collect(Collectors.joining(", "))));
        if (servers.stream().noneMatch(server -> server.name().equals(request.server()))) {
            throw new IllegalArgumentException("there is no server \"" + request.server() + "\" in backend \""
                    + request.backend() + "\"; there are "
                    + servers.stream().map(ServerStatus::name).collect(Collectors.joining(", ")));
        }
    }

    private static AdminState state(String word) {
        return Arrays.stream(AdminState.values())
                .filter(state -> state.label().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is not ready, drain or maintenance"));
    }

    private static int weight(int weight) {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not in 0 to " + MAX_WEIGHT);
        }
        return weight;
    }

    private static String words(Wish wish) {
        String state = wish.state().map(AdminState::label).orElse("state as configured");
        return state + (wish.weight().isPresent() ? ", weight " + wish.weight().getAsInt() : "");
    }

    private static ServersReport.Row row(BackendStatus backend, ServerStatus server) {
        return new ServersReport.Row(
                backend.name(),
                server.name(),
                server.address(),
                server.state(),
                server.condition().health().label(),
                server.condition().operator().label(),
                server.condition().agent().label(),
                server.condition().ejected(),
                server.weight(),
                server.connections(),
                backend.waiting());
    }
}
