package dev.baton.lb.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code admin}. */
final class AdminReader {

    /** A name as useradd(8) takes it, or a number. */
    private static final Pattern GROUP = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}|0|[1-9][0-9]{0,8}");

    private final Listeners listeners;

    AdminReader(Listeners listeners) {
        this.listeners = listeners;
    }

    AdminConfig read(MappingReader in) {
        Optional<InetSocketAddress> http = in.find("http", Scalars.of(Addresses::listen));
        http.flatMap(address -> listeners.claim(address, "admin"))
                .ifPresent(taken -> in.problem("http", "http " + taken));
        return new AdminConfig(
                in.find("read_group", Scalars.of(AdminReader::group)),
                in.find("write_group", Scalars.of(AdminReader::group)),
                http);
    }

    private static String group(String text) {
        if (!GROUP.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a group; write its name or its number,"
                    + " getent group shows those of this machine");
        }
        return text;
    }
}
