package dev.baton.lb.config;

import dev.baton.lb.config.RuleConfig.Action;
import dev.baton.lb.health.AdminState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is allowed, but takes away something that an operator may count on, or is likely to be a mistake. */
public final class Caveats {

    /** Longer than clients wait. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private Caveats() {}

    /** One sentence each, beginning with the part of the file that it is about. */
    public static List<String> of(BatonConfig config) {
        List<String> caveats = new ArrayList<>();
        boolean leases = !config.cluster().election().lease().isZero();
        for (FloatingIpConfig group : config.floatingIps()) {
            String name = "floating IP group \"" + group.name() + "\": ";
            switch (group.driver()) {
                case DriverConfig.Netlink _ -> {
                    if (!leases) {
                        caveats.add(name + "with lease: 0 its addresses stay on a node that hangs, beside those of the"
                                + " node that takes over");
                    }
                }
                case DriverConfig.Exec exec ->
                    caveats.add(name + "driver: exec has no lease, no switch that frees the addresses of a killed node,"
                            + " and asks no neighbour before a takeover; that an address is in one place only is up to "
                            + exec.program());
            }
        }
        if (config.sharesNothing()) {
            caveats.add("cluster.nodes: without floating_ips the nodes do not talk to one another; each has a table of"
                    + " clients, commands to servers and findings of checks of its own");
        }
        Instant now = Instant.now();
        config.frontends()
                .forEach(frontend -> Stream.concat(
                                certificates(frontend.tls(), now),
                                RuleCaveats.of(frontend.routing().rules()).stream())
                        .forEach(caveat -> caveats.add("frontend \"" + frontend.name() + "\": " + caveat)));
        certificates(config.admin().https().map(AdminConfig.Https::tls), now)
                .forEach(caveat -> caveats.add("admin.https: " + caveat));
        Set<String> used =
                config.frontends().stream().flatMap(Caveats::backends).collect(Collectors.toSet());
        for (BackendConfig backend : config.backends()) {
            String name = "backend \"" + backend.name() + "\": ";
            if (!used.contains(backend.name())) {
                caveats.add(name + "no frontend sends anything to it");
            }
            of(backend).forEach(caveat -> caveats.add(name + caveat));
        }
        return caveats;
    }

    private static Stream<String> certificates(Optional<TlsConfig> tls, Instant now) {
        return tls.map(TlsConfig::certificates).stream()
                .flatMap(found -> Stream.of(
                                found.warnings().stream(),
                                found.complaints(now).stream(),
                                found.identities().stream()
                                        .filter(each -> each.complaint(now).isEmpty() && each.isExpiring(now))
                                        .map(each ->
                                                each.file() + ": expires in " + each.daysLeft(now) + " days; renew it"))
                        .flatMap(Function.identity()));
    }

    private static Stream<String> backends(FrontendConfig frontend) {
        return Stream.concat(
                Stream.of(frontend.backend()),
                frontend.routing().rules().stream()
                        .map(RuleConfig::action)
                        .filter(Action.Forward.class::isInstance)
                        .map(action -> ((Action.Forward) action).backend()));
    }

    private static List<String> of(BackendConfig backend) {
        List<String> caveats = new ArrayList<>();
        if (backend.servers().stream().allMatch(server -> server.weight() == 0 || server.state() != AdminState.READY)) {
            caveats.add("none of its servers gets anything: each has weight 0 or is not ready");
        }
        backend.servers().stream()
                .flatMap(server -> server.tls().stream())
                .map(ServerTls::nameless)
                .distinct()
                .forEach(tls -> caveats.addAll(of(tls)));
        CheckConfig.Rhythm rhythm = backend.health().check().rhythm();
        Duration noticed = rhythm.interval().plus(rhythm.fastInterval().multipliedBy(rhythm.fall() - 1L));
        if (noticed.compareTo(LATE) > 0) {
            caveats.add("a server that hangs is only noticed after " + noticed.toSeconds()
                    + " s (interval, fast_interval, fall)");
        }
        return caveats;
    }

    private static List<String> of(ServerTls tls) {
        List<String> caveats = new ArrayList<>();
        if (!tls.verify()) {
            caveats.add(
                    "tls: verify: false believes whoever answers at the address of a server; name its authority in ca");
        }
        Instant now = Instant.now();
        tls.certificate().ifPresent(shown -> {
            if (!shown.complaint(now).isEmpty()) {
                caveats.add("tls: " + shown.complaint(now));
            } else if (shown.isExpiring(now)) {
                caveats.add("tls: " + shown.file() + ": expires in " + shown.daysLeft(now) + " days; renew it");
            }
        });
        return caveats;
    }
}
