package dev.baton.lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "ready",
        description = "Let a server take its share again, as soon as its checks find it healthy.",
        footer = {"", "Ends drain and maintenance. Example: baton ready app/a"})
final class ReadyCommand implements Callable<Integer> {

    @Mixin
    private NodeOption node;

    @Parameters(
            index = "0",
            paramLabel = "BACKEND/SERVER",
            converter = ServerName.Converter.class,
            description = "The server.")
    private ServerName server;

    @Override
    public Integer call() {
        server.ask(node.client(), "ready", null);
        Console.out("server " + server + " is ready: it gets traffic while its checks find it healthy");
        return ExitCode.OK;
    }
}
