package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.admin.SwitchoverAnswer;
import dev.baton.lb.admin.SwitchoverRequest;
import dev.baton.lb.drill.Outage;
import dev.baton.lb.drill.OutageMeter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A rehearsed failover: looks whether it is safe, hands over under traffic of its own, and measures what that saw. */
final class Drill {

    private static final Duration FIRST_ANSWERS = Duration.ofSeconds(5);
    private static final Duration ANSWERS_AGAIN = Duration.ofSeconds(30);
    private static final Duration READY_AGAIN = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final AdminClient client;
    private final StatusReport.FloatingIpGroup group;

    private Drill(AdminClient client, StatusReport.FloatingIpGroup group) {
        this.client = client;
        this.group = group;
    }

    /**
     * @param client the node that is asked
     * @param wanted the group; may be empty if there is only one
     * @param force whether to begin although there are problems
     */
    static Drill of(AdminClient client, String wanted, boolean force) {
        StatusReport status = status(client);
        StatusReport.FloatingIpGroup group = group(status, wanted);
        if (!status.healthy() && !force) {
            throw new CommandFailure(
                    ExitCode.NO,
                    "a drill is not safe now; mend this first, or use --force:\n  - "
                            + String.join("\n  - ", status.problems()));
        }
        if (group.master() == null) {
            throw new CommandFailure(
                    ExitCode.NO,
                    "nobody owns \"" + group.name() + "\", so there is nothing to rehearse; see baton why");
        }
        return new Drill(client, group);
    }

    private static StatusReport status(AdminClient client) {
        return client.convert(client.get("/v1/status"), StatusReport.class);
    }

    private static StatusReport.FloatingIpGroup group(StatusReport status, String wanted) {
        List<StatusReport.FloatingIpGroup> groups = status.floatingIps().stream()
                .filter(each -> wanted.isEmpty() || each.name().equals(wanted))
                .toList();
        if (groups.size() == 1) {
            return groups.getFirst();
        }
        if (status.floatingIps().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NO, "this cluster has no floating IP group, so there is nothing to rehearse");
        }
        String known = String.join(
                ", ",
                status.floatingIps().stream()
                        .map(StatusReport.FloatingIpGroup::name)
                        .toList());
        throw new CommandFailure(
                ExitCode.USAGE,
                wanted.isEmpty()
                        ? "say which floating IP group; there are: " + known
                        : "there is no floating IP group \"" + wanted + "\"; there are: " + known);
    }

    /** The frontend of the group that a client would ask: one that speaks HTTP without TLS if there is one. */
    DrillTarget target() {
        return DrillTarget.of(status(client).frontends(), group);
    }

    /**
     * @param to the node that shall be master; empty for the best of the others
     * @param back whether to hand back afterwards
     */
    DrillReport run(DrillTarget target, String to, Duration bound, boolean back) throws InterruptedException {
        String first = Objects.requireNonNull(group.master());
        Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<DrillReport.Move> moves = new ArrayList<>();
        try (OutageMeter meter = OutageMeter.start(address(target), target.request(), LinuxMachine::preferClient)) {
            if (!meter.awaitSteady(FIRST_ANSWERS)) {
                throw new CommandFailure(
                        ExitCode.NO,
                        target + " gives no good answers from here, so nothing was moved: "
                                + meter.take().lastFailure());
            }
            moves.add(move(meter, first, to));
            if (back) {
                String second = moves.getFirst().to();
                awaitReady(first);
                moves.add(move(meter, second, first));
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO, "no client can be had here: " + e.getMessage(), e);
        }
        double boundMillis = millis(bound);
        boolean held = moves.stream().allMatch(move -> move.outageMillis() <= boundMillis);
        return new DrillReport(group.name(), target.toString(), boundMillis, held, moves, timeline(begun));
    }

    private static InetSocketAddress address(DrillTarget target) {
        return new InetSocketAddress(target.host(), target.port());
    }

    private DrillReport.Move move(OutageMeter meter, String from, String to) throws InterruptedException {
        meter.take();
        SwitchoverAnswer answer =
                client.post("/v1/switchover", new SwitchoverRequest(group.name(), to, false), SwitchoverAnswer.class);
        if (!answer.done()) {
            throw new CommandFailure(ExitCode.NO, "the switchover was refused: " + answer.message());
        }
        boolean well = meter.awaitSteady(ANSWERS_AGAIN);
        Outage outage = meter.take();
        if (!well) {
            throw new CommandFailure(
                    ExitCode.NO,
                    "no good answers for " + ANSWERS_AGAIN.toSeconds() + " s after the switchover: "
                            + outage.lastFailure() + "; see baton status");
        }
        return new DrillReport.Move(
                from,
                owner(),
                millis(outage.longest()),
                outage.since().toString(),
                outage.asked(),
                outage.failed(),
                millis(outage.late()));
    }

    private String owner() {
        String owner = group(status(client), group.name()).master();
        return owner == null ? "nobody" : owner;
    }

    /** Until the node may have the addresses back. */
    private void awaitReady(String node) throws InterruptedException {
        long deadline = System.nanoTime() + READY_AGAIN.toNanos();
        while (System.nanoTime() < deadline) {
            boolean ready = group(status(client), group.name()).nodes().stream()
                    .anyMatch(each -> each.name().equals(node) && each.role().equals("BACKUP") && each.synced());
            if (ready) {
                return;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        throw new CommandFailure(
                ExitCode.NO,
                node + " is not ready to have the addresses back, so they stay where they are; see baton status");
    }

    private List<ClusterEvents.Entry> timeline(Instant since) throws InterruptedException {
        return new ClusterEvents(client, client::on)
                .next().entries().stream()
                        .filter(entry -> !entry.event().at().isBefore(since))
                        .filter(entry -> entry.event().group().equals(group.name())
                                || entry.event().group().isEmpty())
                        .toList();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /**
     * What the client asks.
     *
     * @param http whether it speaks HTTP without TLS; a connection is all that is asked of any other
     */
    record DrillTarget(String host, int port, boolean http) {

        private static DrillTarget of(List<StatusReport.Frontend> frontends, StatusReport.FloatingIpGroup group) {
            List<String> addresses = group.addresses().stream()
                    .map(address -> address.substring(0, address.indexOf('/')))
                    .toList();
            return frontends.stream()
                    .sorted(Comparator.comparingInt(frontend -> plainHttp(frontend) ? 0 : 1))
                    .flatMap(frontend -> DrillTarget.reachable(frontend, addresses).stream())
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.NO,
                            "no frontend listens on the addresses of \"" + group.name()
                                    + "\"; say with --at what to ask"));
        }

        /** By which of the addresses a client gets to the frontend. */
        private static List<DrillTarget> reachable(StatusReport.Frontend frontend, List<String> addresses) {
            int colon = frontend.bind().lastIndexOf(':');
            String host = frontend.bind().substring(0, colon).replaceAll("[\\[\\]]", "");
            int port = Integer.parseInt(frontend.bind().substring(colon + 1));
            boolean any = new InetSocketAddress(host, port).getAddress().isAnyLocalAddress();
            return addresses.stream()
                    .filter(address -> any || address.equals(host))
                    .map(address -> new DrillTarget(address, port, plainHttp(frontend)))
                    .toList();
        }

        private static boolean plainHttp(StatusReport.Frontend frontend) {
            return frontend.mode().equals("http") && !frontend.tls();
        }

        byte[] request() {
            String text = http ? "GET / HTTP/1.1\r\nHost: " + literal() + "\r\nConnection: close\r\n\r\n" : "";
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        private String literal() {
            return host.contains(":") ? "[" + host + "]" : host;
        }

        @Override
        public String toString() {
            return (http ? "http://" : "tcp://") + literal() + ":" + port;
        }
    }
}
