package dev.baton.lb.config;

import dev.baton.lb.config.AdminConfig.Https;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code admin}. */
final class AdminReader {

    /** A name as useradd(8) takes it, or a number. */
    private static final Pattern GROUP = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}|0|[1-9][0-9]{0,8}");

    private final Path file;
    private final Listeners listeners;

    /** @param file the file that is read; relative paths count from its directory */
    AdminReader(Path file, Listeners listeners) {
        this.file = file;
        this.listeners = listeners;
    }

    AdminConfig read(MappingReader in) {
        Optional<InetSocketAddress> http = in.find("http", Scalars.of(Addresses::listen));
        http.ifPresent(address -> claim(in, "http", address));
        return new AdminConfig(
                in.find("read_group", Scalars.of(AdminReader::group)),
                in.find("write_group", Scalars.of(AdminReader::group)),
                http,
                in.findSection("https", this::https));
    }

    private void claim(MappingReader in, String key, InetSocketAddress address) {
        listeners.claim(address, "admin").ifPresent(taken -> in.problem(key, key + " " + taken));
    }

    private @Nullable Https https(MappingReader in) {
        InetSocketAddress bind = in.required("bind", Scalars.of(Addresses::listen));
        List<String> names = in.oneOrMore("write_names", Scalars.TEXT);
        Optional<Path> readToken = in.find("read_token_file", Scalars.PATH).map(file::resolveSibling);
        Optional<Path> writeToken = in.find("write_token_file", Scalars.PATH).map(file::resolveSibling);
        boolean tokens = in.has("read_token_file") || in.has("write_token_file");
        TlsConfig tls = new TlsReader(file).admin(in, tokens);
        if (!tokens && !in.has("client_ca")) {
            in.problem(
                    "",
                    "nobody could prove who he is; name client_ca (whose certificates are believed), read_token_file or"
                            + " write_token_file, or use http for what everybody may see");
        }
        if (in.has("write_names") && !in.has("client_ca")) {
            in.problem("write_names", "write_names needs client_ca; nobody is asked for a certificate");
        }
        if (bind == null) {
            return null;
        }
        claim(in, "bind", bind);
        return tls == null ? null : new Https(bind, tls, names, readToken, writeToken);
    }

    private static String group(String text) {
        if (!GROUP.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a group; write its name or its number,"
                    + " getent group shows those of this machine");
        }
        return text;
    }
}
