package dev.baton.lb.admin;

import org.jspecify.annotations.Nullable;

/**
 * Asks for, or changes, what is known of clients; what is left out does not narrow.
 *
 * @param backend the name of a backend
 * @param server the name of a server: a filter, or where a client is to belong
 * @param value what a client shows: its address, header, parameter, name or cookie
 * @param key what it is listed under: 32 hexadecimal digits
 * @param limit how many clients are listed; 0 for none
 */
public record AffinityRequest(
        @Nullable String backend,
        @Nullable String server,
        @Nullable String value,
        @Nullable String key,
        int limit) {

    /** Without the value, which may be the secret of a session: this goes to the log. */
    @Override
    public String toString() {
        String who = value != null ? "one client" : key != null ? "the client with key " + key : "all clients";
        return (backend == null ? "all backends" : "backend " + backend) + (server == null ? "" : ", server " + server)
                + ", " + who;
    }
}
