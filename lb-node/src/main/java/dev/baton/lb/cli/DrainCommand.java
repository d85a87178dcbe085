package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "drain",
        description =
                "Send nothing new to a server; what runs on it finishes, and clients that belong to it come back.",
        footer = {"", "Survives a restart of the node. Example: baton drain app/a; baton ready app/a undoes it"})
final class DrainCommand implements Callable<Integer> {

    @Mixin
    private ServerArgument server;

    @Override
    public Integer call() {
        server.ask("drain", null);
        Console.say("server " + server + " gets nothing new; baton servers shows what still runs on it");
        return ExitCode.OK;
    }
}
