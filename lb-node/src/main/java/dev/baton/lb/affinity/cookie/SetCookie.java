package dev.baton.lb.affinity.cookie;

import dev.baton.lb.config.AffinityConfig.CookieAttributes;
import dev.baton.lb.config.AffinityConfig.SameSite;

/** The field by which a client is given a cookie (RFC 6265, section 4.1; SameSite from RFC 6265bis). */
public final class SetCookie {

    private SetCookie() {}

    /** The whole line, its end included. */
    public static String line(String name, String value, CookieAttributes attributes) {
        StringBuilder line = new StringBuilder("Set-Cookie: ")
                .append(name)
                .append('=')
                .append(value)
                .append("; Path=")
                .append(attributes.path());
        attributes.domain().ifPresent(domain -> line.append("; Domain=").append(domain));
        attributes.maxAge().ifPresent(age -> line.append("; Max-Age=").append(age.toSeconds()));
        if (attributes.secure()) {
            line.append("; Secure");
        }
        if (attributes.httpOnly()) {
            line.append("; HttpOnly");
        }
        attributes.sameSite().ifPresent(rule -> line.append("; SameSite=").append(word(rule)));
        return line.append("\r\n").toString();
    }

    private static String word(SameSite rule) {
        return switch (rule) {
            case STRICT -> "Strict";
            case LAX -> "Lax";
            case NONE -> "None";
        };
    }
}
