package dev.baton.lb.cli;

import dev.baton.ha.status.AgentEvent;
import dev.baton.ha.status.AgentEvent.Kind;
import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;
import dev.baton.lb.config.FloatingIpConfig;
import dev.baton.lb.proxy.access.FirstAnswers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tells when a client gets its first answer from a new master: that is when an outage is over. */
final class FirstService {

    private final List<FloatingIpConfig> groups;
    private final FirstAnswers answers;
    private final Consumer<AgentEvent> events;

    FirstService(List<FloatingIpConfig> groups, FirstAnswers answers, Consumer<AgentEvent> events) {
        this.groups = List.copyOf(groups);
        this.answers = answers;
        this.events = events;
    }

    void onRole(RoleChange change) {
        if (change.to() != Role.MASTER) {
            answers.forget(change.group());
            return;
        }
        long since = System.nanoTime();
        answers.await(
                change.group(),
                addresses(change.group()),
                () -> events.accept(new AgentEvent(
                        Instant.now(),
                        change.group(),
                        Kind.SERVED,
                        change.term(),
                        "the first answer to a client, " + (System.nanoTime() - since) / 1_000_000
                                + " ms after the takeover")));
    }

    private Set<InetAddress> addresses(String group) {
        return groups.stream()
                .filter(each -> each.name().equals(group))
                .flatMap(each -> each.addresses().stream())
                .map(prefix -> prefix.address())
                .collect(Collectors.toSet());
    }
}
