package dev.baton.lb.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The server that a command is about, and the node that it goes to. */
final class ServerArgument {

    @Mixin
    private NodeOption node;

    @Parameters(
            index = "0",
            paramLabel = "BACKEND/SERVER",
            converter = ServerName.Converter.class,
            description = "The server.")
    private ServerName name;

    ServerName name() {
        return name;
    }

    AdminClient client() {
        return node.client();
    }

    /** Asks the node for something of the server; returns when it is done. */
    void ask(@Nullable String state, @Nullable Integer weight) {
        name.ask(client(), state, weight);
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
