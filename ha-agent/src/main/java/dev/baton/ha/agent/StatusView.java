package dev.baton.ha.agent;

import dev.baton.ha.status.GroupStatus;
import dev.baton.ha.vrrp.Advertisement;
import dev.baton.ha.vrrp.Role;
import dev.baton.ha.vrrp.VirtualRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns what an election knows into what an operator sees. */
final class StatusView {

    private StatusView() {}

    static GroupStatus of(AgentConfig.Group group, VirtualRouter router, List<String> peers, long nowNanos) {
        Map<String, GroupStatus.Member> members = new TreeMap<>();
        for (String peer : peers) {
            members.put(
                    peer, unheard(peer, 0, 0, router.peerSilence(peer, nowNanos).orElse("")));
        }
        for (Advertisement last : router.peers()) {
            Optional<String> silence = router.peerSilence(last.node(), nowNanos);
            members.put(
                    last.node(),
                    silence.map(why -> unheard(last.node(), last.basePriority(), last.configDigest(), why))
                            .orElseGet(() -> member(last)));
        }
        Advertisement self = router.self();
        members.put(self.node(), member(self));
        List<String> addresses = new ArrayList<>();
        group.addresses().forEach(address -> addresses.add(address.prefix().toString()));
        return new GroupStatus(
                group.name(), router.master(), router.term(), addresses, new ArrayList<>(members.values()));
    }

    private static GroupStatus.Member member(Advertisement last) {
        return new GroupStatus.Member(
                last.node(),
                last.role(),
                last.basePriority(),
                last.priority(),
                last.synced(),
                last.configDigest(),
                last.reasons());
    }

    /** A configured node stays on the list, so that its absence shows. */
    private static GroupStatus.Member unheard(String node, int priority, long digest, String why) {
        return new GroupStatus.Member(node, Role.INIT, priority, 0, false, digest, List.of(why));
    }
}
