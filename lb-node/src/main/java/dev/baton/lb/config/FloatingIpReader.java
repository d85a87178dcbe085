package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the elements of {@code floating_ips}. */
final class FloatingIpReader {

    private final ClusterReader nodes;
    private final Map<InetAddress, String> owners = new HashMap<>();

    /** @param nodes has read {@code cluster} already */
    FloatingIpReader(ClusterReader nodes) {
        this.nodes = nodes;
    }

    @Nullable FloatingIpConfig read(MappingReader in) {
        String name = in.required("name", Scalars::name);
        String interfaceName = in.required("interface", Scalars::interfaceName);
        List<IpPrefix> addresses =
                in.values("addresses", Scalars.of(Addresses::floating), prefix -> conflict(in, prefix.address()));
        return name == null || interfaceName == null ? null : new FloatingIpConfig(name, interfaceName, addresses);
    }

    private @Nullable String conflict(MappingReader in, InetAddress address) {
        String text = address.getHostAddress();
        String other = owners.putIfAbsent(address, in.where());
        if (other != null) {
            return text + " is taken by " + other + "; an address moves with one group only";
        }
        return nodes.owner(address)
                .map(
                        node -> text + " is the address of " + node
                                + "; a floating IP must not be a node's own address, or the nodes lose each other when it moves")
                .orElse(null);
    }
}
