package dev.baton.lb.admin;

import dev.baton.lb.history.NodeEvent;
import java.util.List;

/**
 * What happened on a node.
 *
 * @param events what the node keeps, oldest first
 * @param last the number of the last event that ever was; less than one that was given before when the node has lost
 *     what it kept
 */
public record EventsReport(List<NodeEvent> events, long last) {

    public EventsReport {
        events = List.copyOf(events);
    }

    /** Those that came after that number. */
    EventsReport after(long number) {
        return new EventsReport(
                events.stream().filter(event -> event.number() > number).toList(), last);
    }
}
