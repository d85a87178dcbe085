package dev.baton.ha.agent;

import dev.baton.ha.cluster.Command;
import dev.baton.ha.cluster.Interconnect;
import dev.baton.ha.cluster.Rejected;
import dev.baton.ha.cluster.StateChannel;
import dev.baton.ha.status.PathStatus;
import dev.baton.ha.vrrp.Advertisement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several networks as one interconnect: every heartbeat goes over all of them, so that a peer is silent only when it is
 * silent on each; none at all is the interconnect of a node that is alone. What arrives more than once is told by its sequence number and dropped by the election.
 *
 * <p>A network that cannot be joined does not keep the node from starting as long as another can; it is tried again.
 */
public final class MultiPathInterconnect implements Interconnect, StateChannel {

    private static final Logger log = LoggerFactory.getLogger(MultiPathInterconnect.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofSeconds(1);

    private final List<Path> paths;
    private final List<String> peers;
    private final Consumer<String> onReturn;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("interconnect paths").factory());
    private final Map<String, Path> statePaths = new ConcurrentHashMap<>();
    private volatile StateChannel.@Nullable Receiver stateReceiver;
    private volatile boolean closed;

    /**
     * @param networks makes the interconnect of each network, by this node's address there; anew after a failure to join
     * @param peers the other nodes
     * @param onReturn hears this node's address on a network where a peer is heard that was silent for a second or more;
     *     on a thread of its own
     */
    public MultiPathInterconnect(
            Map<String, Supplier<Interconnect>> networks, Collection<String> peers, Consumer<String> onReturn) {
        this(networks, peers, onReturn, System::nanoTime);
    }

    MultiPathInterconnect(
            Map<String, Supplier<Interconnect>> networks,
            Collection<String> peers,
            Consumer<String> onReturn,
            LongSupplier nanoClock) {
        this.paths = networks.entrySet().stream()
                .map(network -> new Path(network.getKey(), network.getValue()))
                .toList();
        this.peers = List.copyOf(peers);
        this.onReturn = onReturn;
        this.nanoClock = nanoClock;
    }

    /** Joins all networks side by side; fails only if none could be joined. */
    @Override
    public void start(Listener listener) throws IOException {
        List<CompletableFuture<Void>> joins = paths.stream()
                .map(path -> CompletableFuture.runAsync(() -> path.join(listener), Thread::startVirtualThread))
                .toList();
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<Void> join : joins) {
            join.handle((_, failure) -> failure == null || failures.add(failure))
                    .join();
        }
        if (!paths.isEmpty() && failures.size() == paths.size()) {
            throw asIoException(failures.getFirst());
        }
    }

    private static IOException asIoException(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IOException io ? io : new IOException(String.valueOf(cause.getMessage()), cause);
    }

    @Override
    public void advertise(Advertisement advertisement) {
        for (Path path : paths) {
            Interconnect joined = path.joined;
            if (joined != null) {
                joined.advertise(advertisement);
            }
        }
    }

    /** Over the network on which the node was heard last: a command must not be carried out twice. */
    @Override
    public void command(String node, Command command) {
        Path best = best(node);
        Interconnect joined = best == null ? null : best.joined;
        if (joined != null) {
            joined.command(node, command);
        }
    }

    /** Over one network as long as that is well: two would not keep the order. */
    @Override
    public boolean sendState(String node, byte[] message) {
        Path path = statePaths.get(node);
        Path best = best(node);
        if (best != null && (path == null || path.isStaleBeside(best, node))) {
            path = best;
            statePaths.put(node, best);
        }
        Interconnect joined = path == null ? null : path.joined;
        return joined != null && joined.sendState(node, message);
    }

    @Override
    public void listenToState(StateChannel.Receiver receiver) {
        stateReceiver = receiver;
    }

    private @Nullable Path best(String node) {
        Path best = null;
        for (Path path : paths) {
            if (path.joined != null && (best == null || path.heardAfter(best, node))) {
                best = path;
            }
        }
        return best;
    }

    /** What each network carries from each peer. */
    public List<PathStatus> paths() {
        long now = nanoClock.getAsLong();
        return paths.stream()
                .flatMap(path -> peers.stream().map(peer -> path.status(peer, now)))
                .toList();
    }

    /** Of all networks together. */
    @Override
    public Rejected rejected() {
        Rejected sum = Rejected.NOTHING;
        for (Path path : paths) {
            Interconnect joined = path.joined;
            if (joined != null) {
                sum = sum.plus(joined.rejected());
            }
        }
        return sum;
    }

    @Override
    public void close() {
        StateChannel.Receiver listening = stateReceiver;
        if (listening != null && !closed) {
            listening.onClosing();
        }
        closed = true;
        retries.shutdownNow();
        for (Path path : paths) {
            Interconnect joined = path.joined;
            if (joined != null) {
                joined.close();
            }
        }
    }

    /** One network, and what was heard on it. */
    private final class Path {

        private final String address;
        private final Supplier<Interconnect> factory;
        private final Map<String, Long> heard = new ConcurrentHashMap<>();
        private final Map<String, Long> heartbeats = new ConcurrentHashMap<>();
        private volatile @Nullable Interconnect joined;

        Path(String address, Supplier<Interconnect> factory) {
            this.address = address;
            this.factory = factory;
        }

        void join(Listener listener) {
            Interconnect joining = factory.get();
            try {
                joining.start(new PathListener(this, listener));
            } catch (IOException e) {
                if (paths.size() > 1 && !closed) {
                    log.warn("{}; tried again every {} s", e.getMessage(), RETRY.toSeconds());
                    retries.schedule(() -> retry(listener), RETRY.toMillis(), TimeUnit.MILLISECONDS);
                }
                throw new CompletionException(e);
            }
            joined = joining;
            if (closed) {
                joining.close();
            }
        }

        private void retry(Listener listener) {
            try {
                join(listener);
                log.info("interconnect: joined on {} after all", address);
            } catch (CompletionException e) {
                log.debug("interconnect: still not joined on {}", address, e);
            }
        }

        void heard(String node) {
            long now = nanoClock.getAsLong();
            Long before = heard.put(node, now);
            heartbeats.merge(node, 1L, Long::sum);
            if (before != null && now - before > STALE.toNanos()) {
                tellOfReturn();
            }
        }

        private void tellOfReturn() {
            try {
                retries.execute(() -> onReturn.accept(address));
            } catch (RejectedExecutionException _) {
                log.debug("interconnect: a peer is back on {}, but this node is on its way out", address);
            }
        }

        boolean heardAfter(Path other, String node) {
            Long mine = heard.get(node);
            Long others = other.heard.get(node);
            return mine != null && (others == null || mine - others > 0);
        }

        boolean isStaleBeside(Path best, String node) {
            Long mine = heard.get(node);
            Long others = best.heard.get(node);
            return joined == null || (others != null && (mine == null || others - mine > STALE.toNanos()));
        }

        PathStatus status(String peer, long nowNanos) {
            return new PathStatus(
                    address,
                    peer,
                    heartbeats.getOrDefault(peer, 0L),
                    Optional.ofNullable(heard.get(peer)).map(at -> Duration.ofNanos(Math.max(0, nowNanos - at))));
        }
    }

    private final class PathListener implements Listener {

        private final Path path;
        private final Listener to;

        PathListener(Path path, Listener to) {
            this.path = path;
            this.to = to;
        }

        @Override
        public void onAdvertisement(Advertisement advertisement) {
            path.heard(advertisement.node());
            to.onAdvertisement(advertisement);
        }

        @Override
        public void onCommand(String from, Command command) {
            to.onCommand(from, command);
        }

        @Override
        public void onState(String from, byte[] message) {
            StateChannel.Receiver listening = stateReceiver;
            if (listening != null) {
                listening.onState(from, message);
            }
        }

        @Override
        public void onRejected(String what) {
            to.onRejected(what);
        }

        @Override
        public void onPeerDied(String node) {
            to.onPeerDied(node);
            gone(node);
        }

        @Override
        public void onPeerLeft(String node) {
            to.onPeerLeft(node);
            gone(node);
        }

        private void gone(String node) {
            StateChannel.Receiver listening = stateReceiver;
            if (listening != null) {
                listening.onGone(node);
            }
        }
    }
}
