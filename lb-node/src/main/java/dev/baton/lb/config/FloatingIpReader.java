package dev.baton.lb.config;

import dev.baton.floatingip.IpPrefix;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the elements of {@code floating_ips}. */
final class FloatingIpReader {

    private static final Scalar<Duration> HOOK_TIME = Scalars.duration(Duration.ofMillis(10), Duration.ofMinutes(5));

    private static final Scalar<Duration> DEBOUNCE = Scalars.duration(Duration.ofMillis(10), Duration.ofMinutes(1));

    private static final Scalar<Integer> ANNOUNCEMENTS = Scalars.integer(0, 20);
    private static final Scalar<Duration> BURST_INTERVAL =
            Scalars.duration(Duration.ofMillis(10), Duration.ofSeconds(1));
    private static final Scalar<Duration> ROUND_INTERVAL =
            Scalars.duration(Duration.ofMillis(100), Duration.ofMinutes(1));
    private static final Scalar<Duration> REFRESH = Scalars.duration(Duration.ofSeconds(1), Duration.ofHours(1));

    private final ClusterReader nodes;
    private final Path file;
    private final Map<InetAddress, String> owners = new HashMap<>();

    /**
     * @param nodes has read {@code cluster} already
     * @param file the file that is read; relative programs lie beside it
     */
    FloatingIpReader(ClusterReader nodes, Path file) {
        this.nodes = nodes;
        this.file = file;
    }

    @Nullable FloatingIpConfig read(MappingReader in) {
        String name = in.required("name", Scalars.NAME);
        String interfaceName = in.required("interface", Scalars.INTERFACE);
        List<IpPrefix> addresses =
                in.values("addresses", Scalars.of(Addresses::floating), prefix -> conflict(in, prefix.address()));
        DriverConfig driver = new DriverReader(file).read(in, interfaceName);
        AnnounceConfig announce = in.section("announce", FloatingIpReader::announce);
        Duration debounce = in.optional("debounce", DEBOUNCE, Duration.ZERO);
        List<TrackerConfig> trackers = in.list("trackers", "tracker", new TrackerReader(file)::read);
        NotifyConfig notify = in.section("notify", this::hooks);
        return name == null || interfaceName == null
                ? null
                : new FloatingIpConfig(name, interfaceName, addresses, driver, announce, debounce, trackers, notify);
    }

    private static AnnounceConfig announce(MappingReader in) {
        AnnounceConfig otherwise = AnnounceConfig.DEFAULT;
        return new AnnounceConfig(
                in.optional("burst", ANNOUNCEMENTS, otherwise.burst()),
                in.optional("burst_interval", BURST_INTERVAL, otherwise.burstInterval()),
                in.optional("rounds", ANNOUNCEMENTS, otherwise.rounds()),
                in.optional("round_interval", ROUND_INTERVAL, otherwise.roundInterval()),
                in.optional("refresh", FloatingIpReader::refresh, otherwise.refresh()));
    }

    /** 0 is none. */
    private static Duration refresh(ScalarNode node) {
        return node.getValue().equals("0") || node.getValue().equals("0s") ? Duration.ZERO : REFRESH.read(node);
    }

    private NotifyConfig hooks(MappingReader in) {
        return new NotifyConfig(
                in.find("on_master", Scalars.PATH).map(file::resolveSibling),
                in.find("on_backup", Scalars.PATH).map(file::resolveSibling),
                in.find("on_fault", Scalars.PATH).map(file::resolveSibling),
                in.optional("timeout", HOOK_TIME, NotifyConfig.NOBODY.timeout()));
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
