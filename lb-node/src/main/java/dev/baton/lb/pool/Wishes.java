package dev.baton.lb.pool;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The last word of the operators on each server. Wishes may come from a command, from disk or from another node, in any
 * order and more than once: the highest version stays.
 */
public final class Wishes {

    private Map<String, Backend> backends = Map.of();
    private final Map<String, Wish> latest = new TreeMap<>();
    private final List<Consumer<Wish>> listeners = new CopyOnWriteArrayList<>();

    public Wishes(Collection<Backend> backends) {
        follow(backends);
    }

    /** From now on these are the backends. Wishes for servers that are not there are kept: they may come back. */
    public final synchronized void follow(Collection<Backend> now) {
        backends = now.stream().collect(Collectors.toUnmodifiableMap(Backend::name, Function.identity()));
    }

    /** All that were applied and not replaced, by name. */
    public synchronized List<Wish> all() {
        return List.copyOf(latest.values());
    }

    /** The one for a server, to be changed and applied; without a command so far, it wants nothing. */
    public synchronized Wish of(String backend, String server) {
        Wish known = latest.get(backend + "/" + server);
        return known != null ? known : new Wish(backend, server, Optional.empty(), OptionalInt.empty(), 0);
    }

    /**
     * Follows a wish, unless a later one is known.
     *
     * @return whether it was followed; false also for a server that the configuration does not have
     */
    public boolean apply(Wish wish) {
        synchronized (this) {
            Backend backend = backends.get(wish.backend());
            Server server = backend == null ? null : backend.find(wish.server());
            if (backend == null || server == null || !wish.isLaterThan(of(wish.backend(), wish.server()))) {
                return false;
            }
            latest.put(wish.path(), wish);
            backend.verdicts().want(server, wish.state().orElse(server.state()));
            backend.verdicts().weigh(server, wish.weight().orElse(server.weight()));
        }
        listeners.forEach(listener -> listener.accept(wish));
        return true;
    }

    /** From now on hears of every wish that is followed, by the thread that brings it. */
    public void listen(Consumer<Wish> listener) {
        listeners.add(listener);
    }
}
