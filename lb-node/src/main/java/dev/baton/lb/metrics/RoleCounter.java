package dev.baton.lb.metrics;

import dev.baton.ha.status.RoleChange;
import dev.baton.ha.vrrp.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the changes of this node's roles. The reasons have names and numbers in them, so they are no labels. */
public final class RoleCounter {

    private record Kind(String group, Role from, Role to) {}

    private final Map<Kind, Long> counts = new ConcurrentHashMap<>();

    /**
     * @param group the floating IP group
     * @param from the role before
     * @param to the role after
     * @param count how often
     */
    public record Changes(String group, Role from, Role to, long count) {}

    /** Called for each change. */
    public void onRole(RoleChange change) {
        counts.merge(new Kind(change.group(), change.from(), change.to()), 1L, Long::sum);
    }

    public List<Changes> changes() {
        return counts.entrySet().stream()
                .map(each -> new Changes(
                        each.getKey().group(),
                        each.getKey().from(),
                        each.getKey().to(),
                        each.getValue()))
                .toList();
    }
}
