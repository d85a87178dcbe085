package dev.baton.lb.config;

import dev.baton.lb.config.AffinityConfig.CookieAttributes;
import dev.baton.lb.config.AffinityConfig.Header;
import dev.baton.lb.config.AffinityConfig.Insert;
import dev.baton.lb.config.AffinityConfig.Kind;
import dev.baton.lb.config.AffinityConfig.Learned;
import dev.baton.lb.config.AffinityConfig.Prefix;
import dev.baton.lb.config.AffinityConfig.Query;
import dev.baton.lb.config.AffinityConfig.SameSite;
import dev.baton.lb.config.AffinityConfig.Sni;
import dev.baton.lb.config.AffinityConfig.Source;
import dev.baton.lb.config.AffinityConfig.TokenForm;
import dev.baton.lb.config.AffinityConfig.WhenDown;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code affinity}; each type has keys of its own. */
final class AffinityReader {

    /** The longest that browsers keep a cookie. */
    private static final Duration LONGEST = Duration.ofDays(400);

    private static final Scalar<Duration> TTL = Scalars.duration(Duration.ofSeconds(1), LONGEST);

    /** A token of RFC 9110, section 5.6.2. */
    private static final Scalar<String> NAME =
            Scalars.matching("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}", "is not the name of a cookie, header or parameter");

    private static final Scalar<String> PATH = Scalars.matching(
            "/[\\x21-\\x7e&&[^;]]{0,255}", "is not a path; begin with /, without blanks and semicolons");
    private static final Scalar<String> DOMAIN = Scalars.matching(
            "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", "is not a domain; write it like example.com");

    private final boolean hasSecret;

    /** @param hasSecret whether the cluster has a key that signs */
    AffinityReader(boolean hasSecret) {
        this.hasSecret = hasSecret;
    }

    private enum Type {
        COOKIE,
        LEARNED,
        PREFIX,
        SOURCE,
        HEADER,
        QUERY,
        SNI
    }

    @Nullable AffinityConfig read(MappingReader in) {
        Type type = in.required("type", Scalars.word(Type.class));
        WhenDown whenDown = in.optional("when_down", Scalars.word(WhenDown.class), WhenDown.REDISPATCH);
        if (type == null) {
            in.ignoreTheRest();
            return null;
        }
        Kind kind = switch (type) {
            case COOKIE -> cookie(in);
            case LEARNED -> learned(in);
            case PREFIX -> prefix(in);
            case SOURCE ->
                new Source(
                        in.optional("ipv4_prefix", Scalars.integer(1, 32), 32),
                        in.optional("ipv6_prefix", Scalars.integer(1, 128), 64),
                        ttl(in));
            case HEADER -> header(in);
            case QUERY -> query(in);
            case SNI -> new Sni(ttl(in));
        };
        return kind == null ? null : new AffinityConfig(kind, whenDown);
    }

    private static Duration ttl(MappingReader in) {
        return in.optional("ttl", TTL, AffinityConfig.DEFAULT_TTL);
    }

    private Insert cookie(MappingReader in) {
        String name = in.optional("name", NAME, "BATON");
        TokenForm form = form(in);
        CookieAttributes attributes = new CookieAttributes(
                in.optional("path", PATH, "/"),
                in.find("domain", DOMAIN),
                in.find("ttl", TTL),
                in.optional("secure", Scalars.FLAG, false),
                in.optional("http_only", Scalars.FLAG, true),
                in.find("same_site", Scalars.word(SameSite.class)));
        requireWhatBrowsersTake(in, name, attributes);
        return new Insert(name, form, attributes);
    }

    /** Browsers drop what breaks these rules (RFC 6265bis, sections 4.1.2.7 and 4.1.3), and nobody would know why. */
    private static void requireWhatBrowsersTake(MappingReader in, String name, CookieAttributes attributes) {
        if (in.broken("name") || in.broken("secure")) {
            return;
        }
        boolean none = attributes.sameSite().equals(Optional.of(SameSite.NONE));
        if (none && !attributes.secure()) {
            in.problem("same_site", "same_site: none needs secure: true; browsers drop the cookie without");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean host = lower.startsWith("__host-");
        if ((host || lower.startsWith("__secure-")) && !attributes.secure()) {
            in.problem("name", "a name that begins so needs secure: true; browsers drop the cookie without");
        } else if (host
                && (attributes.domain().isPresent() || !attributes.path().equals("/"))) {
            in.problem("name", "a name that begins so needs path: / and no domain; browsers drop the cookie otherwise");
        }
    }

    private TokenForm form(MappingReader in) {
        TokenForm form = in.optional("value", Scalars.word(TokenForm.class), TokenForm.HASHED);
        if (form == TokenForm.SIGNED && !hasSecret) {
            in.problem("value", "value: signed needs cluster.secret_file, which holds the key; use value: hashed");
        }
        return form;
    }

    private @Nullable Prefix prefix(MappingReader in) {
        String name = in.required("name", NAME);
        TokenForm form = form(in);
        return name == null ? null : new Prefix(name, form);
    }

    private static @Nullable Learned learned(MappingReader in) {
        String name = in.required("name", NAME);
        Duration ttl = ttl(in);
        return name == null ? null : new Learned(name, ttl);
    }

    private static @Nullable Header header(MappingReader in) {
        String name = in.required("name", NAME);
        Duration ttl = ttl(in);
        return name == null ? null : new Header(name.toLowerCase(Locale.ROOT), ttl);
    }

    private static @Nullable Query query(MappingReader in) {
        String name = in.required("name", NAME);
        Duration ttl = ttl(in);
        return name == null ? null : new Query(name, ttl);
    }
}
