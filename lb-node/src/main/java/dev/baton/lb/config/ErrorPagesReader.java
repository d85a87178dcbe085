package dev.baton.lb.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code error_files}, and the files: a page that is missing should be noticed now, and not in an outage. */
final class ErrorPagesReader {

    /** It is held in memory and sent while things go wrong. */
    private static final int MAX_BYTES = 64 << 10;

    /** The statuses that the proxy gives by itself. */
    static final List<String> STATUSES =
            List.of("400", "405", "408", "413", "414", "431", "501", "502", "503", "504", "505");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8");

    private final Path file;

    /** @param file the file that is read; relative paths count from its directory */
    ErrorPagesReader(Path file) {
        this.file = file;
    }

    /** The pages that {@code in} names, and for other statuses those of {@code otherwise}. */
    Map<Integer, ErrorPage> read(MappingReader in, Map<Integer, ErrorPage> otherwise) {
        Map<Integer, ErrorPage> pages = new HashMap<>(otherwise);
        in.entries("error_files", ErrorPagesReader::problem, this::page)
                .forEach(entry -> pages.put(Integer.valueOf(entry.getKey()), entry.getValue()));
        return pages;
    }

    private static String problem(String status) {
        return STATUSES.contains(status)
                ? ""
                : "is no status that Baton answers with by itself; those are " + String.join(", ", STATUSES);
    }

    private ErrorPage page(ScalarNode node) {
        Path path = file.resolveSibling(Scalars.path(node));
        String name = path.toString().toLowerCase(Locale.ROOT);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException(
                    path + " has no type that is known; name it .html, .json or .txt, so that clients are told");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new IllegalArgumentException(path + " is larger than " + Sizes.format(MAX_BYTES)
                        + "; an error page is sent when things go wrong, so keep it small");
            }
            return new ErrorPage(type, body);
        } catch (NoSuchFileException _) {
            throw new IllegalArgumentException(path + " is not there; every node needs the file");
        } catch (IOException e) {
            throw new IllegalArgumentException(path + " cannot be read: " + e, e);
        }
    }
}
