package dev.baton.ha.agent;

import static java.util.Objects.requireNonNull;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.RoleChange;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear of what happens on this node; none of them can end the thread that tells it. */
final class Listeners implements RoleListener {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<RoleListener> roles = new CopyOnWriteArrayList<>();
    private final List<Consumer<AgentEvent>> events = new CopyOnWriteArrayList<>();

    void addRoles(RoleListener listener) {
        roles.add(requireNonNull(listener, "listener is null"));
    }

    void addEvents(Consumer<AgentEvent> listener) {
        events.add(requireNonNull(listener, "listener is null"));
    }

    @Override
    public void onRole(RoleChange change) {
        tell(roles, each -> each.onRole(change));
    }

    void onEvent(AgentEvent event) {
        tell(events, each -> each.accept(event));
    }

    private static <T> void tell(List<T> all, Consumer<T> what) {
        for (T each : all) {
            try {
                what.accept(each);
            } catch (RuntimeException e) {
                log.error("a listener could not digest what happened; please report this", e);
            }
        }
    }
}
