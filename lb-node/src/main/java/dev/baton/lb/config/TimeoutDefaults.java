package dev.baton.lb.config;

import java.time.Duration;

/**
 * The timeouts of frontends and backends that don't have their own, and how both are read.
 *
 * @param client of frontends
 * @param server of backends
 */
record TimeoutDefaults(ClientTimeouts client, ServerTimeouts server) {

    /** Zero or none would be a connection that stays for ever; a day is as good as ever where somebody wants that. */
    private static final Scalar<Duration> TIMEOUT = Scalars.duration(Duration.ofMillis(10), Duration.ofDays(1));

    /** Reads the whole file's {@code timeouts}. */
    static TimeoutDefaults read(MappingReader in) {
        return new TimeoutDefaults(client(in, ClientTimeouts.DEFAULT), server(in, ServerTimeouts.DEFAULT));
    }

    /** Reads a frontend's {@code timeouts}. */
    static ClientTimeouts client(MappingReader in, ClientTimeouts otherwise) {
        return new ClientTimeouts(
                in.optional("header", TIMEOUT, otherwise.header()),
                in.optional("idle", TIMEOUT, otherwise.idle()),
                in.optional("client", TIMEOUT, otherwise.client()));
    }

    /** Reads a backend's {@code timeouts}. */
    static ServerTimeouts server(MappingReader in, ServerTimeouts otherwise) {
        return new ServerTimeouts(
                in.optional("connect", TIMEOUT, otherwise.connect()),
                in.optional("server", TIMEOUT, otherwise.server()),
                in.optional("tunnel", TIMEOUT, otherwise.tunnel()),
                in.optional("reuse", TIMEOUT, otherwise.reuse()));
    }
}
