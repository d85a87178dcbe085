package dev.baton.lab;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The standard lab without what is tried on it: hosts lb1, lb2, ... for the nodes, nginx servers a and b, a client, and
 * a bystander who asks who has the floating address.
 */
public final class Stage implements AutoCloseable {
    public static final String FLOATING_IP = "10.9.0.100";
    public static final String FLOATING_IP6 = "fd00:9::100";

    /** The nodes' interfaces on a network of their own, 10.8.0.0/24, with the last number of their first address. */
    public static final String SECOND_NETWORK = "eth1";

    /** The HTTP frontend. */
    public static final URI HTTP = URI.create("http://" + FLOATING_IP + "/");

    private static final int SERVER_PORT = 8000;
    private static final String BYSTANDER_IP = "10.9.0.60";

    private final Lab lab;
    private final List<Host> hosts;
    private final List<Nginx> servers;
    private final Host client;
    private final OwnerMonitor owners;

    private Stage(Lab lab, int nodeCount) {
        this.lab = lab;
        hosts = IntStream.rangeClosed(1, nodeCount)
                .mapToObj(number -> lab.host("lb" + number, "10.9.0." + number + "/24", "fd00:9::" + number + "/64"))
                .toList();
        for (int number = 1; number <= nodeCount; number++) {
            hosts.get(number - 1).attach(SECOND_NETWORK, "10.8.0." + number + "/24");
        }
        servers = List.of(
                Nginx.start(lab, lab.host("a", "10.9.0.20/24", "fd00:9::20/64"), SERVER_PORT),
                Nginx.start(lab, lab.host("b", "10.9.0.21/24", "fd00:9::21/64"), SERVER_PORT));
        client = lab.host("client", "10.9.0.50/24", "fd00:9::50/64");
        owners = OwnerMonitor.start(lab, hosts, Set.of(FLOATING_IP, FLOATING_IP6));
    }

    /** Nodes at 10.9.0.1, 10.9.0.2, ... */
    public static Stage raise(int nodeCount) {
        Lab lab = Lab.create();
        try {
            return new Stage(lab, nodeCount);
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    public Lab lab() {
        return lab;
    }

    /** Where the nodes run. */
    public List<Host> hosts() {
        return hosts;
    }

    public Host client() {
        return client;
    }

    /** The server {@code a} or {@code b}. */
    public Nginx server(String name) {
        return servers.stream()
                .filter(server -> server.host().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("no server \"" + name + "\"; there are a and b"));
    }

    public OwnerMonitor owners() {
        return owners;
    }

    /** Begins to ask who has the IPv4 floating address, from a host of its own; once a stage. */
    public ArpWatch watchArp() {
        return ArpWatch.start(lab, lab.host("bystander", BYSTANDER_IP + "/24"), BYSTANDER_IP, FLOATING_IP);
    }

    @Override
    public void close() {
        lab.close();
    }
}
