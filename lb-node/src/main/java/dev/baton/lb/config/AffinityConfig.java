package dev.baton.lb.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How a client is recognised that belongs to a server, and what becomes of it while it can't get there.
 *
 * @param kind what tells that two requests or connections are the same client's
 * @param whenDown what it gets instead of a server that is down or in maintenance
 */
public record AffinityConfig(Kind kind, WhenDown whenDown) {

    /** How long an entry of the table lives without being used, as long as nobody says otherwise. */
    public static final Duration DEFAULT_TTL = Duration.ofMinutes(30);

    /** What a client gets instead of its server. */
    public enum WhenDown {
        /** Another server, to which it belongs from then on. */
        REDISPATCH,
        /** A place in the line until its server is back. */
        WAIT
    }

    /** What a client carries of its server's name. */
    public enum TokenForm {
        /** Nothing that can be read. */
        HASHED,
        /** The name, and a proof that it was given out here. */
        SIGNED
    }

    /** What tells one client from another. */
    public sealed interface Kind {

        /** What the messages call it, as in the file. */
        String word();

        /** Whether there is nothing to look at but HTTP requests. */
        boolean needsHttp();
    }

    /** The client carries its server itself, so that no node need know it. */
    public sealed interface Carried extends Kind permits Insert, Prefix {

        String name();

        TokenForm form();

        @Override
        default boolean needsHttp() {
            return true;
        }
    }

    /** The node knows the client's server. */
    public sealed interface Kept extends Kind permits Learned, Source, Header, Query, Sni {

        /** How long it is known without being used. */
        Duration ttl();
    }

    /**
     * A cookie of our own that names the server.
     *
     * @param name its name
     */
    public record Insert(String name, TokenForm form, CookieAttributes attributes) implements Carried {
        @Override
        public String word() {
            return "cookie";
        }
    }

    /**
     * What a cookie says beside its value (RFC 6265, section 4.1.2).
     *
     * @param path which requests carry it
     * @param domain which hosts get it; empty for the one that the client asked
     * @param maxAge how long the client keeps it; empty for as long as it runs
     * @param secure over HTTPS only
     * @param httpOnly not for scripts
     * @param sameSite when requests from other sites carry it; empty for the client's own rule
     */
    public record CookieAttributes(
            String path,
            Optional<String> domain,
            Optional<Duration> maxAge,
            boolean secure,
            boolean httpOnly,
            Optional<SameSite> sameSite) {}

    /** When requests from other sites carry a cookie. */
    public enum SameSite {
        STRICT,
        LAX,
        NONE
    }

    /**
     * A cookie of the application, which names the server in front of its value as long as it is with the client.
     *
     * @param name its name
     */
    public record Prefix(String name, TokenForm form) implements Carried {
        @Override
        public String word() {
            return "prefix";
        }
    }

    /**
     * A cookie of the application, as it is.
     *
     * @param name its name
     */
    public record Learned(String name, Duration ttl) implements Kept {
        @Override
        public String word() {
            return "learned";
        }

        @Override
        public boolean needsHttp() {
            return true;
        }
    }

    /**
     * The client's network.
     *
     * @param ipv4Prefix how many bits of an IPv4 address make it
     * @param ipv6Prefix how many bits of an IPv6 address make it
     */
    public record Source(int ipv4Prefix, int ipv6Prefix, Duration ttl) implements Kept {
        @Override
        public String word() {
            return "source";
        }

        @Override
        public boolean needsHttp() {
            return false;
        }
    }

    /**
     * A header field.
     *
     * @param name its name, in lower case
     */
    public record Header(String name, Duration ttl) implements Kept {
        @Override
        public String word() {
            return "header";
        }

        @Override
        public boolean needsHttp() {
            return true;
        }
    }

    /**
     * A parameter of the query.
     *
     * @param name its name
     */
    public record Query(String name, Duration ttl) implements Kept {
        @Override
        public String word() {
            return "query";
        }

        @Override
        public boolean needsHttp() {
            return true;
        }
    }

    /** The host that a TLS client asks for (RFC 6066, section 3). */
    public record Sni(Duration ttl) implements Kept {
        @Override
        public String word() {
            return "sni";
        }

        @Override
        public boolean needsHttp() {
            return false;
        }
    }
}
