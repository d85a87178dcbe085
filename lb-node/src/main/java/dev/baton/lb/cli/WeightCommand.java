package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "weight",
        description = "Change a server's share of the traffic relative to the others.",
        footer = {"", "Survives a restart of the node. Example: baton weight app/a 5"})
final class WeightCommand implements Callable<Integer> {

    @Mixin
    private ServerArgument server;

    @Parameters(index = "1", paramLabel = "N", description = "0 to 256; 0 gets nothing new.")
    private int weight;

    @Override
    public Integer call() {
        server.ask(null, weight);
        Console.say("server " + server + " has weight " + weight);
        return ExitCode.OK;
    }
}
