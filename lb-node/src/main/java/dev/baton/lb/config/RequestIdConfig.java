package dev.baton.lb.config;

/**
 * How requests get a name that client, servers and logs share.
 *
 * @param header the field that carries it
 * @param accept whose names are taken over; others get a new one
 */
public record RequestIdConfig(String header, Accept accept) {

    /** Whose word is taken. */
    public enum Accept {
        TRUSTED,
        NEVER,
        ALWAYS
    }
}
