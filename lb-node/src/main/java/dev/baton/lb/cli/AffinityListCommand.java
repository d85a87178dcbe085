package dev.baton.lb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lb.admin.AffinityReport;
import dev.baton.lb.admin.AffinityRequest;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        description = "Show how many clients each backend and each server has, and some of them.",
        footer = {
            "",
            "Clients that carry their server in a cookie are not listed: no node keeps them.",
            "Nodes that remember the same of a backend show the same digest.",
            "Example: baton affinity list app --server a --limit 100 -o json"
        })
final class AffinityListCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Mixin
    private OutputOption output;

    @Parameters(index = "0", arity = "0..1", paramLabel = "BACKEND", description = "Only of this backend.")
    private @Nullable String backend;

    @Option(names = "--server", paramLabel = "SERVER", description = "Only of this server.")
    private @Nullable String server;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show so many clients at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--limit " + limit + " is below 0; 0 shows the counts alone");
        }
        AdminClient client = node.client();
        JsonNode answer =
                client.post("/v1/affinity", new AffinityRequest(backend, server, null, null, limit), JsonNode.class);
        if (output.json()) {
            Console.out(answer.toString());
        } else {
            show(client.convert(answer, AffinityReport.class));
        }
        return ExitCode.OK;
    }

    private static void show(AffinityReport report) {
        Columns backends = new Columns("BACKEND", "CLIENTS", "DIGEST");
        report.backends().forEach(each -> backends.row(each.backend(), String.valueOf(each.clients()), each.digest()));
        backends.lines(UnaryOperator.identity()).forEach(Console::out);
        Console.out("");
        Columns servers = new Columns("SERVER", "CLIENTS");
        report.servers()
                .forEach(each -> servers.row(each.backend() + "/" + each.server(), String.valueOf(each.clients())));
        servers.lines(UnaryOperator.identity()).forEach(Console::out);
        if (!report.clients().isEmpty()) {
            Console.out("");
            clients(report);
        }
    }

    static void clients(AffinityReport report) {
        Columns clients = new Columns("SERVER", "KEY", "EXPIRES");
        report.clients()
                .forEach(each -> clients.row(
                        each.backend() + "/" + each.server(),
                        each.key(),
                        each.expiresMillis() < 0 ? "with its cookie" : "in " + each.expiresMillis() / 1000 + " s"));
        clients.lines(UnaryOperator.identity()).forEach(Console::out);
    }
}
