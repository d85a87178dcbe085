package dev.baton.lb.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a configuration, or says everything that is wrong with it. {@code docs/configuration.md} lists the keys. */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * Reads a file of at most 1 MiB of UTF-8.
     *
     * @throws ConfigException if the file cannot be read or is not a valid configuration
     */
    public static BatonConfig read(Path file) throws ConfigException {
        return parse(file, text(file));
    }

    /**
     * Reads a file of at most 1 MiB of UTF-8, whatever it says.
     *
     * @throws ConfigException if the file cannot be read or is no text
     */
    public static String text(Path file) throws ConfigException {
        String name = file.toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlDocument.MAX_BYTES + 1);
        } catch (NoSuchFileException _) {
            throw new ConfigException(new Problem(name, 0, 0, "there is no such file"));
        } catch (AccessDeniedException _) {
            throw new ConfigException(new Problem(name, 0, 0, "this user may not read it"));
        } catch (IOException e) {
            throw new ConfigException(new Problem(name, 0, 0, "cannot be read: " + e.getMessage()));
        }
        if (bytes.length > YamlDocument.MAX_BYTES) {
            throw new ConfigException(new Problem(name, 0, 0, "larger than 1 MiB; is it the right file?"));
        }
        return decode(name, bytes);
    }

    /**
     * Reads a text.
     *
     * @param fileName what problems name as the file; a relative {@code secret_file} lies beside it
     * @throws ConfigException if the text is not a valid configuration
     */
    public static BatonConfig parse(String fileName, String yaml) throws ConfigException {
        return parse(Path.of(fileName), yaml);
    }

    /**
     * Reads the text of a file.
     *
     * @param file what problems name as the file; a relative {@code secret_file} lies beside it
     * @throws ConfigException if the text is not a valid configuration
     */
    public static BatonConfig parse(Path file, String yaml) throws ConfigException {
        return parse(file, yaml, yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static BatonConfig parse(Path file, String yaml, byte[] bytes) throws ConfigException {
        if (bytes.length > YamlDocument.MAX_BYTES) {
            throw new ConfigException(new Problem(file.toString(), 0, 0, "larger than 1 MiB; is it the right file?"));
        }
        Node root = YamlDocument.compose(file.toString(), yaml);
        Problems problems = new Problems(file.toString());
        Optional<BatonConfig> config = YamlNodes.mapping(root, what -> problems.add(root, "the file " + what))
                .map(mapping -> readAll(new MappingReader(problems, "", mapping), file, sha256(bytes)));
        problems.throwIfAny();
        return config.orElseThrow();
    }

    /** What is asked of a text, whatever is wrong with it. */
    static Outline outline(Path file, String yaml) throws ConfigException {
        Node root = YamlDocument.compose(file.toString(), yaml);
        Problems problems = new Problems(file.toString());
        MappingReader in = YamlNodes.mapping(root, what -> problems.add(root, what))
                .map(mapping -> new MappingReader(problems, "", mapping))
                .orElseThrow();
        readAll(in, file, "");
        return in.outline();
    }

    /** The order is that of the references: what is pointed at is read before what points. */
    private static BatonConfig readAll(MappingReader in, Path file, String digest) {
        ClusterReader clusterReader = new ClusterReader(file);
        ClusterConfig cluster = in.section("cluster", clusterReader::read);
        List<FloatingIpConfig> floatingIps =
                in.list("floating_ips", "floating IP group", new FloatingIpReader(clusterReader, file)::read);
        TimeoutDefaults timeouts = in.section("timeouts", TimeoutDefaults::read);
        AffinityReader affinityReader = new AffinityReader(cluster.secretFile().isPresent());
        BackendReader backendReader = new BackendReader(timeouts.server(), affinityReader, new ServerTlsReader(file));
        List<BackendConfig> backends = in.list("backends", "backend", backendReader::read);
        Listeners listeners = new Listeners();
        BackendUse use = new BackendUse(in.namesIn("backends"), backends);
        ErrorPagesReader pages = new ErrorPagesReader(file);
        ClientReader clientReader = new ClientReader(timeouts.client(), pages, pages.read(in, Map.of()));
        FrontendReader frontendReader =
                new FrontendReader(use, listeners, clientReader, new TlsReader(file), accessLog(in, file));
        List<FrontendConfig> frontends = in.list("frontends", "frontend", frontendReader::read);
        int workers = in.optional("workers", Scalars.integer(0, 1024), 0);
        int affinityEntries = in.optional("affinity_entries", Scalars.integer(10_000, 8_000_000), 1_000_000);
        AdminConfig admin = in.section("admin", new AdminReader(file, listeners)::read);
        in.end();
        if (in.size("floating_ips") > 0 && !clusterReader.hasNodes()) {
            in.problem("floating_ips", "floating_ips need cluster.nodes: without nodes nobody can own an address");
        }
        if (!in.has("frontends") && !in.has("floating_ips")) {
            in.problem("", "neither frontends nor floating_ips are here: there is nothing to do");
        }
        return new BatonConfig(cluster, floatingIps, frontends, backends, workers, affinityEntries, admin, digest);
    }

    /** Reads the log of a frontend, for which the whole file's counts where it says nothing. */
    private static Function<MappingReader, AccessLogConfig> accessLog(MappingReader in, Path file) {
        AccessLogReader reader = new AccessLogReader(file);
        AccessLogConfig ofAll = reader.read(in, AccessLogConfig.OFF);
        return frontend -> reader.read(frontend, ofAll);
    }

    private static String decode(String name, byte[] bytes) throws ConfigException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (decoder.decode(ByteBuffer.wrap(bytes), text, true).isError()) {
            String good = text.flip().toString();
            throw new ConfigException(YamlDocument.problemAt(
                    name, good, good.codePointCount(0, good.length()), "not UTF-8 text from here on"));
        }
        return text.flip().toString();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
