package dev.baton.lb.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What of a new configuration a running node cannot follow. */
public final class LiveChanges {

    private LiveChanges() {}

    /**
     * @param changes between the texts of the two
     * @return one sentence each, with the name of the key; empty when a running node can follow all of it
     */
    public static List<String> refused(BatonConfig before, BatonConfig after, List<ConfigChange> changes) {
        List<String> refused = new ArrayList<>();
        refuse(
                before.cluster(),
                after.cluster(),
                "cluster",
                "restart each node, one after the other",
                changes,
                refused);
        refuse(
                before.floatingIps(),
                after.floatingIps(),
                "floating_ips",
                "restart each node, one after the other",
                changes,
                refused);
        refuse(before.workers(), after.workers(), "workers", "restart the node", changes, refused);
        refuse(
                before.affinityEntries(),
                after.affinityEntries(),
                "affinity_entries",
                "restart each node, one after the other",
                changes,
                refused);
        refuse(before.admin().fixed(), after.admin().fixed(), "admin", "restart the node", changes, refused);
        return refused;
    }

    private static void refuse(
            Object before,
            Object after,
            String section,
            String wayOut,
            List<ConfigChange> changes,
            List<String> refused) {
        if (Objects.equals(before, after)) {
            return;
        }
        List<String> keys = changes.stream()
                .filter(change -> change.key().equals(section) || change.key().startsWith(section + "."))
                .map(change -> change + ": cannot change while the node runs; " + wayOut)
                .toList();
        refused.addAll(keys.isEmpty() ? List.of(section + ": cannot change while the node runs; " + wayOut) : keys);
    }
}
