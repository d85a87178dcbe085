package dev.baton.lb.admin;

import dev.baton.lb.history.RoleEvent;
import java.util.List;

/**
 * A node's changes of role.
 *
 * @param events what the node keeps, oldest first
 */
public record EventsReport(List<RoleEvent> events) {

    public EventsReport {
        events = List.copyOf(events);
    }
}
