package dev.baton.lb.cli;

import dev.baton.lb.admin.MaintenanceRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "maintenance",
        description = {
            "Take a node or a server out: the node gives all its addresses up and takes none until it is switched off again;"
                    + " the server gets nothing and is not checked until baton ready."
        },
        footer = {
            "",
            "Survives a restart of the node.",
            "Examples: baton maintenance on",
            "          baton maintenance app/a"
        })
final class MaintenanceCommand implements Callable<Integer> {

    /** What is to be maintained. */
    sealed interface Wish {}

    /** The node, from now on or not any more. */
    private record OfNode(boolean on) implements Wish {}

    private record OfServer(ServerName server) implements Wish {}

    /** Reads one from the command line. */
    static final class Converter implements ITypeConverter<Wish> {
        @Override
        public Wish convert(String text) {
            return switch (text) {
                case "on" -> new OfNode(true);
                case "off" -> new OfNode(false);
                default -> new OfServer(new ServerName.Converter().convert(text));
            };
        }
    }

    @Mixin
    private NodeOption node;

    @Parameters(
            index = "0",
            paramLabel = "on|off|BACKEND/SERVER",
            converter = Converter.class,
            description = "on or off for the node; the name of a server for that one.")
    private Wish wish;

    @Option(names = "--force", description = "Give the addresses up even where no other node is fit to take them.")
    private boolean force;

    @Override
    public Integer call() {
        if (force && wish instanceof OfServer) {
            throw new CommandFailure(ExitCode.USAGE, "--force is for the node: a server is taken out in any case");
        }
        AdminClient client = node.client();
        Console.say(
                switch (wish) {
                    case OfNode(boolean on) -> ofNode(client, node.name(), on, force);
                    case OfServer(ServerName server) -> ofServer(client, server);
                });
        return ExitCode.OK;
    }

    private static String ofNode(AdminClient client, String name, boolean on, boolean force) {
        client.post("/v1/maintenance", new MaintenanceRequest(on, force ? true : null), MaintenanceRequest.class);
        return on
                ? "maintenance is on: " + name + " gives its addresses up and takes none"
                : "maintenance is off: " + name + " takes part again";
    }

    private static String ofServer(AdminClient client, ServerName server) {
        server.ask(client, "maintenance", null);
        return "server " + server + " is in maintenance: it gets nothing and is not checked; baton ready " + server
                + " ends it";
    }
}
