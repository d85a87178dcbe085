package dev.baton.ha.status;

import dev.baton.ha.vrrp.Role;
import java.util.List;

/**
 * One floating IP group as this node sees it.
 *
 * @param name the group's name
 * @param master the node that owns the addresses, or empty while nobody is known to
 * @param term the highest term seen
 * @param addresses the addresses with their prefix lengths
 * @param nodes this node and every peer heard of lately, ordered by name
 */
public record GroupStatus(String name, String master, long term, List<String> addresses, List<Member> nodes) {

    public GroupStatus {
        addresses = List.copyOf(addresses);
        nodes = List.copyOf(nodes);
    }

    /**
     * @param name the node
     * @param role its role, as it last said
     * @param priority its base priority
     * @param effectivePriority its priority after trackers; 0 in FAULT
     * @param synced whether its session state is complete
     * @param configDigest the first 8 bytes of the SHA-256 of its configuration
     * @param reasons why it is not at its best; empty when all is well
     */
    public record Member(
            String name,
            Role role,
            int priority,
            int effectivePriority,
            boolean synced,
            long configDigest,
            List<String> reasons) {

        public Member {
            reasons = List.copyOf(reasons);
        }
    }
}
