package dev.baton.lb.cli;

import dev.baton.lb.config.ConfigException;
import dev.baton.lb.config.ConfigReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = "Write a first configuration with comments and, for several nodes, their key."
                + " On a terminal, asks for what is not given.",
        footer = {
            "",
            "Never overwrites a file; a cluster.key that is there already is used.",
            "Exit code: 0 written, 1 a file is there already or cannot be written, 2 the answers do not fit together.",
            "Example: baton init --member lb1=10.9.0.1 --member lb2=10.9.0.2",
            "           --interface eth0 --address 10.9.0.100/24",
            "           --server a=10.9.0.20:8000 --server b=10.9.0.21:8000"
        })
final class InitCommand implements Callable<Integer> {

    private static final int KEY_BYTES = 32;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "baton.yaml",
            description = "Where the configuration goes (default: ${DEFAULT-VALUE}); cluster.key goes beside it.")
    private Path file;

    @Option(names = "--member", paramLabel = "NAME=ADDRESS", description = "A node of the cluster; once for each.")
    private @Nullable List<String> members;

    @Option(names = "--interface", paramLabel = "NAME", description = "The interface of the floating IPs.")
    private @Nullable String interfaceName;

    @Option(names = "--address", paramLabel = "IP/LENGTH", description = "A floating IP; once for each.")
    private @Nullable List<String> addresses;

    @Option(names = "--port", paramLabel = "PORT", description = "Where clients connect (80 when left out).")
    private @Nullable Integer port;

    @Option(names = "--server", paramLabel = "NAME=ADDRESS:PORT", description = "A server; once for each.")
    private @Nullable List<String> servers;

    @Override
    public Integer call() {
        FirstConfig first = answers(Questions.onTerminal());
        String yaml = first.yaml();
        Path key = file.resolveSibling(first.key());
        try {
            ConfigReader.parse(file, yaml);
        } catch (ConfigException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "that makes no valid configuration, and nothing is written:\n" + e.getMessage(), e);
        }
        refuseIfThere(file);
        if (first.isCluster()) {
            say(provide(key), "copy it to every node, and keep it from everybody else");
        }
        write(file, yaml.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        say("wrote " + file, next(first));
        return ExitCode.OK;
    }

    private FirstConfig answers(Questions ask) {
        Map<String, String> nodes = members != null
                ? Questions.pairs("--member", members)
                : ask.pairs("nodes, as lb1=10.9.0.1 lb2=10.9.0.2");
        List<String> floating = addresses != null
                ? addresses
                : nodes.size() > 1 ? ask.list("floating IPs, as 10.9.0.100/24") : List.of();
        if (floating.isEmpty() && interfaceName != null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--interface " + interfaceName + " is for floating IPs, and there are none; --address names them");
        }
        String network = interfaceName != null || floating.isEmpty()
                ? Objects.requireNonNullElse(interfaceName, "")
                : ask.word("their interface", "eth0");
        int listen = port != null ? port : ask.number("port for clients", 80);
        Map<String, String> pool =
                servers != null ? Questions.pairs("--server", servers) : ask.pairs("servers, as a=10.9.0.20:8000");
        return new FirstConfig(nodes, network, floating, listen, pool, "cluster.key");
    }

    private String next(FirstConfig first) {
        String start = "\"baton run --config " + file;
        return first.isCluster()
                ? "copy it to every node, and start it there: " + start + " --node NAME\""
                : "start it: " + start
                        + first.nodes().keySet().stream()
                                .map(name -> " --node " + name)
                                .findFirst()
                                .orElse("")
                        + "\"";
    }

    private static void say(String what, String next) {
        new Paragraphs(Paragraphs.terminalWidth()).lines("", what + ": " + next).forEach(Console::out);
    }

    /** A second configuration of the same nodes has the same key. */
    private static String provide(Path key) {
        if (Files.exists(key)) {
            return key + " is there already, and is used";
        }
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        write(key, secret, "rw-------");
        return "wrote " + key;
    }

    private static void refuseIfThere(Path file) {
        if (Files.exists(file)) {
            throw new CommandFailure(
                    ExitCode.NO, file + " is there already and is not touched; --config names another");
        }
    }

    private static void write(Path file, byte[] content, String permissions) {
        try (SeekableByteChannel out = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitCode.NO, file + " is there already and is not touched; --config names another place", e);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.NO, file + " cannot be written: there is no directory " + file.getParent(), e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(ExitCode.NO, file + " cannot be written: this user may not", e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO, file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
