package dev.baton.lb.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node on this machine a command talks to. */
final class NodeOption {

    static final String DEFAULT_RUNTIME_DIR = "/run/baton";

    @Option(
            names = "--runtime-dir",
            paramLabel = "DIR",
            defaultValue = DEFAULT_RUNTIME_DIR,
            description = "Where the nodes of this machine have their admin sockets (default: ${DEFAULT-VALUE}).")
    private Path runtimeDir;

    @Option(names = "--node", paramLabel = "NAME", description = "Which node to ask, when several run on this machine.")
    private @Nullable String node;

    @Option(
            names = "--on",
            paramLabel = "NODE",
            description = "Have another node of the cluster answer; the one here passes it on.")
    private @Nullable String on;

    AdminClient client() {
        return new AdminClient(socket(), on);
    }

    /** Of the node that answers. */
    String name() {
        return on == null ? nodeName(socket()) : on;
    }

    private Path socket() {
        if (node != null) {
            return runtimeDir.resolve(node + ".sock");
        }
        List<Path> sockets = sockets();
        if (sockets.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no node runs here: no admin socket in " + runtimeDir + " (see --runtime-dir)");
        }
        if (sockets.size() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "several nodes run here; pick one with --node: "
                            + String.join(
                                    ", ",
                                    sockets.stream().map(NodeOption::nodeName).toList()));
        }
        return sockets.getFirst();
    }

    private List<Path> sockets() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(runtimeDir)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(runtimeDir, "*.sock")) {
                entries.forEach(found::add);
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.UNREACHABLE, "cannot read " + runtimeDir + ": " + e.getMessage(), e);
            }
        }
        found.sort(null);
        return found;
    }

    private static String nodeName(Path socket) {
        String file = String.valueOf(socket.getFileName());
        return file.substring(0, file.length() - ".sock".length());
    }
}
