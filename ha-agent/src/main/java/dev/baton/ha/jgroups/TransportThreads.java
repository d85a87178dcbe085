package dev.baton.ha.jgroups;

import java.util.List;
import org.jgroups.util.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The threads of JGroups' transport: those that read from the network, which must not wait for whatever else the node
 * does, since a peer whose heartbeats are read late looks dead; and those that handle all other messages. None are
 * virtual, for what carries virtual threads inherits its priority from whichever thread happens to start it.
 */
final class TransportThreads extends DefaultThreadFactory {

    /** What JGroups calls them: of datagrams, and of connections. */
    private static final List<String> READERS = List.of("ucast-receiver", "mcast-receiver", "jgroups.nio.server");

    private final ThreadStarts starts;

    TransportThreads(ThreadStarts starts) {
        super("jgroups", false, true);
        this.starts = starts;
    }

    @Override
    protected Thread newThread(Runnable task, String name, @Nullable String node, @Nullable String cluster) {
        Runnable first = READERS.stream().anyMatch(name::startsWith) ? starts.reader() : starts.worker();
        return super.newThread(
                () -> {
                    first.run();
                    task.run();
                },
                name,
                node,
                cluster);
    }
}
