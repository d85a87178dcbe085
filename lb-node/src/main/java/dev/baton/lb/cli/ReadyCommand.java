package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ready",
        description = "Let a server take its share again, as soon as its checks find it healthy.",
        footer = {"", "Ends drain and maintenance. Example: baton ready app/a"})
final class ReadyCommand implements Callable<Integer> {

    @Mixin
    private ServerArgument server;

    @Override
    public Integer call() {
        server.ask("ready", null);
        Console.say("server " + server + " is ready: it gets traffic while its checks find it healthy");
        return ExitCode.OK;
    }
}
