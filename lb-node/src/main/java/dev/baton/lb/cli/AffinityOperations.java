package dev.baton.lb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lb.admin.AffinityChange;
import dev.baton.lb.admin.AffinityReport;
import dev.baton.lb.admin.AffinityRequest;
import dev.baton.lb.affinity.Affinities;
import dev.baton.lb.affinity.AffinityEntry;
import dev.baton.lb.affinity.AffinityKey;
import dev.baton.lb.affinity.cookie.ServerTokens;
import dev.baton.lb.config.BackendConfig;
import dev.baton.lb.config.BackendConfig.ServerConfig;
import dev.baton.lb.pool.Affinity;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see and change of whose clients are whose. */
final class AffinityOperations {

    private static final Logger log = LoggerFactory.getLogger(AffinityOperations.class);

    private final Supplier<List<BackendConfig>> backends;
    private final Affinity.Cluster shared;
    private final Affinities table;

    /** @param backends those of the present configuration */
    AffinityOperations(Supplier<List<BackendConfig>> backends, Affinity.Cluster shared) {
        this.backends = backends;
        this.shared = shared;
        this.table = shared.table();
    }

    /** @throws IllegalArgumentException if there is no such backend or server, or the value is none of its kind */
    AffinityReport report(AffinityRequest request) {
        requireKnown(request);
        if (request.value() != null
                && request.backend() != null
                && tokens(affinity(request.backend())).isPresent()) {
            return carried(request.backend(), request.value());
        }
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        List<AffinityReport.Client> clients = new ArrayList<>();
        visit(request, entry -> {
            counts.computeIfAbsent(entry.backend(), _ -> new TreeMap<>()).merge(entry.server(), 1L, Long::sum);
            if (clients.size() < request.limit()) {
                clients.add(new AffinityReport.Client(
                        entry.backend(),
                        entry.server(),
                        entry.key().toString(),
                        entry.remaining().toMillis()));
            }
        });
        List<AffinityReport.Count> servers = new ArrayList<>();
        counts.forEach((backend, each) ->
                each.forEach((server, count) -> servers.add(new AffinityReport.Count(backend, server, count))));
        return new AffinityReport(known(request.backend()), servers, clients);
    }

    /** Clients that were forgotten count in the digest, because other nodes must have forgotten them too. */
    private List<AffinityReport.Known> known(@Nullable String backend) {
        Map<String, Long> counts = new TreeMap<>();
        table.forEach(entry -> counts.merge(entry.backend(), 1L, Long::sum));
        List<AffinityReport.Known> known = new ArrayList<>();
        table.digests().forEach((name, digest) -> {
            if (backend == null || backend.equals(name)) {
                known.add(new AffinityReport.Known(
                        name, counts.getOrDefault(name, 0L), HexFormat.of().toHexDigits(digest)));
            }
        });
        return known;
    }

    private AffinityReport carried(String backend, String value) {
        byte[] bytes = word(affinity(backend), value).getBytes(UTF_8);
        int server = tokens(affinity(backend)).orElseThrow().find(bytes, 0, bytes.length);
        return server == ServerTokens.NOBODY
                ? new AffinityReport(List.of(), List.of(), List.of())
                : new AffinityReport(
                        List.of(),
                        List.of(),
                        List.of(new AffinityReport.Client(
                                backend, backend(backend).servers().get(server).name(), value, -1)));
    }

    /** The server's word in a cookie's value as the client has it, or that word alone. */
    private static String word(Affinity affinity, String value) {
        int end = affinity instanceof Affinity.Prefixed ? value.indexOf('~') : -1;
        String word = end < 0 ? value : value.substring(0, end);
        return word.startsWith("\"") ? word.substring(1) : word;
    }

    private void visit(AffinityRequest request, Consumer<AffinityEntry> visitor) {
        @Nullable AffinityKey key = key(request);
        Predicate<AffinityEntry> fits =
                entry -> (request.backend() == null || entry.backend().equals(request.backend()))
                        && (request.server() == null || entry.server().equals(request.server()))
                        && (key == null || entry.key().equals(key));
        table.forEach(entry -> {
            if (fits.test(entry)) {
                visitor.accept(entry);
            }
        });
    }

    /**
     * @return how many clients it concerned
     * @throws IllegalArgumentException if that can't be, with a message for the operator
     */
    long change(AffinityChange change) {
        return switch (change.action()) {
            case "set" -> set(change.of());
            case "clear" -> clear(change.of());
            default -> throw new IllegalArgumentException("\"" + change.action() + "\" is neither set nor clear");
        };
    }

    private long set(AffinityRequest of) {
        String backend = of.backend();
        String server = of.server();
        if (backend == null || server == null) {
            throw new IllegalArgumentException("setting a client's server needs backend and server");
        }
        if (!servers(backend).contains(server)) {
            throw noSuchServer(backend, server);
        }
        AffinityKey key = key(of);
        if (key == null || !(affinity(backend) instanceof Affinity.Kept kept)) {
            throw new IllegalArgumentException(notKept(backend));
        }
        table.put(backend, key, server, kept.kind().ttl());
        log.info("client {} belongs to server {}/{}, on command", key, backend, server);
        return 1;
    }

    private long clear(AffinityRequest of) {
        requireKnown(of);
        List<AffinityKey> keys = new ArrayList<>();
        visit(of, entry -> keys.add(entry.key()));
        long cleared = keys.stream().filter(table::remove).count();
        log.info("{} clients belong to no server any more, on command", cleared);
        return cleared;
    }

    private @Nullable AffinityKey key(AffinityRequest request) {
        if (request.key() != null) {
            return AffinityKey.parse(request.key());
        }
        if (request.value() == null) {
            return null;
        }
        if (request.backend() == null) {
            throw new IllegalArgumentException("a value means something in a backend only: name one");
        }
        if (affinity(request.backend()) instanceof Affinity.Kept kept) {
            return kept.homes().keyOf(request.value());
        }
        throw new IllegalArgumentException(notKept(request.backend()));
    }

    private static Optional<ServerTokens> tokens(Affinity affinity) {
        return switch (affinity) {
            case Affinity.Inserted inserted -> Optional.of(inserted.tokens());
            case Affinity.Prefixed prefixed -> Optional.of(prefixed.tokens());
            case Affinity.Kept _, Affinity.None _ -> Optional.empty();
        };
    }

    private String notKept(String backend) {
        return switch (affinity(backend)) {
            case Affinity.None _ -> "backend \"" + backend + "\" has no affinity";
            case Affinity.Inserted _, Affinity.Prefixed _ ->
                "clients of backend \"" + backend + "\" carry their server themselves: nothing is kept that could be"
                        + " changed";
            case Affinity.Kept _ -> "say which client: by its value, or by its key from baton affinity list";
        };
    }

    /** Backend and server must be there; a server also as the one that clients belonged to before a reload. */
    private void requireKnown(AffinityRequest request) {
        String server = request.server();
        List<String> servers = servers(request.backend());
        if (server != null && !servers.contains(server) && !isRemembered(request.backend(), server)) {
            throw noSuchServer(request.backend(), server);
        }
    }

    private IllegalArgumentException noSuchServer(@Nullable String backend, String server) {
        return new IllegalArgumentException("there is no server \"" + server + "\""
                + (backend == null ? "" : " in backend \"" + backend + "\"") + "; there are "
                + String.join(", ", servers(backend)));
    }

    /** Their names, in one backend or in all. */
    private List<String> servers(@Nullable String backend) {
        List<BackendConfig> meant = backend == null ? backends.get() : List.of(backend(backend));
        return meant.stream()
                .flatMap(each -> each.servers().stream())
                .map(ServerConfig::name)
                .distinct()
                .toList();
    }

    private boolean isRemembered(@Nullable String backend, String server) {
        boolean[] found = {false};
        table.forEach(entry -> found[0] |= entry.server().equals(server)
                && (backend == null || entry.backend().equals(backend)));
        return found[0];
    }

    private BackendConfig backend(String name) {
        List<BackendConfig> all = backends.get();
        return all.stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no backend \"" + name + "\"; there are "
                        + all.stream().map(BackendConfig::name).collect(Collectors.joining(", "))));
    }

    private Affinity affinity(String name) {
        return shared.of(backend(name));
    }
}
