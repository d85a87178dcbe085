package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.health.AdminState;
import dev.baton.lb.pool.BackendStatus;
import dev.baton.lb.pool.ServerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What operators read of the backends. */
final class BackendReports {

    /** So many servers are named where none takes anything; the others are counted. */
    private static final int NAMED = 4;

    private BackendReports() {}

    static StatusReport.Backend of(BackendStatus backend) {
        return new StatusReport.Backend(
                backend.name(),
                backend.servers().stream()
                        .map(server -> new StatusReport.Server(
                                server.name(), server.address(), server.state(), server.weight(), server.connections()))
                        .toList());
    }

    /** What is wanted of a server is no problem, unless nobody is left then. */
    static List<String> problems(BackendStatus backend) {
        List<String> problems = new ArrayList<>();
        List<ServerStatus> servers = backend.servers();
        if (servers.stream().noneMatch(ServerStatus::takesNew)) {
            problems.add("backend " + backend.name() + " has no server that takes new clients: "
                    + (servers.isEmpty() ? "it has none" : whyNot(servers)));
        }
        servers.stream()
                .filter(server -> server.condition().wanted() == AdminState.READY)
                .filter(server -> !server.condition().takesNew())
                .map(server -> "server " + backend.name() + "/" + server.name() + " is " + server.state())
                .forEach(problems::add);
        return problems;
    }

    private static String whyNot(List<ServerStatus> servers) {
        String named = servers.stream().limit(NAMED).map(BackendReports::whyNot).collect(Collectors.joining(", "));
        return servers.size() > NAMED ? named + " and " + (servers.size() - NAMED) + " more" : named;
    }

    private static String whyNot(ServerStatus server) {
        return server.name()
                + switch (server.state()) {
                    case "up" -> " has weight 0";
                    case "drain" -> " is drained";
                    case "maint" -> " is in maintenance";
                    case String state -> " is " + state;
                };
    }
}
