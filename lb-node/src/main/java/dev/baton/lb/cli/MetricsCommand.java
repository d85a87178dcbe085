package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "metrics",
        description = "Print the metrics of a node as Prometheus reads them.",
        footer = {
            "",
            "Prometheus itself asks /metrics of the address in \"admin: {http: ...}\".",
            "Exit code: 0, or 3 when the node does not answer."
        })
final class MetricsCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Override
    public Integer call() {
        Console.out(node.client().text("/metrics").stripTrailing());
        return ExitCode.OK;
    }
}
