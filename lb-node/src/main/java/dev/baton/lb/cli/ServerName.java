package dev.baton.lb.cli;

import dev.baton.lb.admin.ServerRequest;
import dev.baton.lb.admin.ServersReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A server as operators name it: {@code BACKEND/SERVER}.
 *
 * @param backend the name of its backend
 * @param server its name
 */
record ServerName(String backend, String server) {

    /** Reads one from the command line. */
    static final class Converter implements ITypeConverter<ServerName> {
        @Override
        public ServerName convert(String text) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1) {
                throw new TypeConversionException(
                        "\"" + text + "\" is not BACKEND/SERVER; baton servers lists what there is");
            }
            return new ServerName(text.substring(0, slash), text.substring(slash + 1));
        }
    }

    /** Asks a node for something of this server; returns when it is done. */
    void ask(AdminClient client, @Nullable String state, @Nullable Integer weight) {
        ServersReport answer =
                client.post("/v1/servers", new ServerRequest(backend, server, state, weight), ServersReport.class);
        NotHeard.tell(answer.notHeard());
    }

    @Override
    public String toString() {
        return backend + "/" + server;
    }
}
