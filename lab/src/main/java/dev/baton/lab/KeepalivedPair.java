package dev.baton.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The peer to compare with: keepalived and HAProxy from Debian, on the same stage, with the same addresses and
 * priorities, and like Baton's default without preemption.
 */
public final class KeepalivedPair implements HaPair {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String HAPROXY = """
            defaults
              mode http
              timeout connect 5s
              timeout client 50s
              timeout server 50s
            frontend web
              bind :80
              default_backend app
            backend app
              balance roundrobin
              option httpchk GET /healthz
              server a 10.9.0.20:8000 check
              server b 10.9.0.21:8000 check
            """;

    private final Stage stage;
    private final List<KeepalivedNode> nodes = new ArrayList<>();

    private KeepalivedPair(Stage stage, Duration advert, String network) {
        this.stage = stage;
        int priority = 150;
        for (Host host : stage.hosts()) {
            String config = keepalivedConfig(host.name(), network, priority, advert);
            nodes.add(new KeepalivedNode(stage.lab(), host, config, HAPROXY));
            priority -= 50;
        }
    }

    /**
     * Raises the pair and waits until it is whole.
     *
     * @param advert the interval between advertisements, {@code advert_int}
     * @param network the interface that the advertisements go out on
     */
    public static KeepalivedPair raise(Duration advert, String network) {
        Stage stage = Stage.raise(2);
        try {
            KeepalivedPair pair = new KeepalivedPair(stage, advert, network);
            pair.awaitWhole();
            return pair;
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** What this machine lacks for it, one sentence each; empty when nothing. */
    public static List<String> requirements() {
        return Stream.of("keepalived", "haproxy")
                .filter(program -> Commands.find(program).isEmpty())
                .map("No `%1$s` command: install the package %1$s."::formatted)
                .toList();
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public HaNode master() {
        String owner =
                stage.owners().owner().orElseThrow(() -> new LabException("no single node has " + Stage.FLOATING_IP));
        return nodes.stream()
                .filter(node -> node.name().equals(owner))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public HaNode peerOf(HaNode node) {
        return nodes.stream().filter(other -> other != node).findFirst().orElseThrow();
    }

    @Override
    public void awaitWhole() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isWhole()) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException(
                        "the pair is not whole after %d s%n%s".formatted(PATIENCE.toSeconds(), describe()));
            }
            // There is nothing here that could be waited for: neither program tells when it is ready.
            stage.client().exec("sleep", "0.1").orThrow();
        }
    }

    private boolean isWhole() {
        Optional<String> owner = stage.owners().owner();
        return owner.isPresent()
                && nodes.stream()
                        .allMatch(node -> node.isAlive()
                                && node.state().equals(node.name().equals(owner.get()) ? "MASTER" : "BACKUP"))
                && nodes.stream().map(KeepalivedNode::host).allMatch(KeepalivedPair::answers);
    }

    private static boolean answers(Host host) {
        return host.exec("curl", "-sf", "--max-time", "1", "-o", "/dev/null", "http://127.0.0.1/")
                .ok();
    }

    /** VRRP version 3, since version 2 counts in whole seconds. */
    private static String keepalivedConfig(String node, String network, int priority, Duration advert) {
        return """
            global_defs {
              router_id %1$s
              vrrp_version 3
            }
            vrrp_instance web {
              state BACKUP
              nopreempt
              interface %2$s
              virtual_router_id 51
              priority %3$d
              advert_int %4$s
              track_interface {
                eth0
              }
              virtual_ipaddress {
                %5$s/24 dev eth0
              }
              virtual_ipaddress_excluded {
                %6$s/64 dev eth0
              }
            }
            """.formatted(node, network, priority, advert.toMillis() / 1e3, Stage.FLOATING_IP, Stage.FLOATING_IP6);
    }

    @Override
    public String describe() {
        return nodes.stream().map(KeepalivedNode::words).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        stage.close();
    }
}
