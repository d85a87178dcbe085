package dev.baton.lb.proxy.hello;

import dev.baton.lb.proxy.hello.Hello.Alien;
import dev.baton.lb.proxy.hello.Hello.Named;
import dev.baton.lb.proxy.hello.Hello.Nameless;

/** The inside of a whole ClientHello (RFC 8446, section 4.1.2): its shape, its name, and what certificates it takes. */
final class HelloBody {

    private static final int VERSION_AND_RANDOM = 34;
    private static final int MAX_SESSION_ID = 32;

    /** RFC 6066, section 3. */
    private static final int SERVER_NAME = 0;

    private static final int HOST_NAME = 0;

    /** RFC 8446, section 4.2.3. */
    private static final int SIGNATURE_ALGORITHMS = 13;

    private static final int ECDSA_SECP256R1_SHA256 = 0x0403;

    /** RFC 8422, section 5.1.1: in TLS 1.2 the curves of certificates as well. */
    private static final int SUPPORTED_GROUPS = 10;

    private static final int SECP256R1 = 23;

    /** RFC 8446, section 4.2.1. */
    private static final int SUPPORTED_VERSIONS = 43;

    private static final int TLS_1_3 = 0x0304;

    /** RFC 1035, section 2.3.4. */
    private static final int MAX_NAME = 255;

    private HelloBody() {}

    static Hello read(Octets body) {
        Octets fixed = body.take(VERSION_AND_RANDOM);
        int session = body.number(1);
        body.take(session);
        Octets suites = body.take(body.number(2));
        int compressions = body.number(1);
        body.take(compressions);
        if (body.isBroken() || fixed.number(1) != 3) {
            return malformed();
        }
        if (session > MAX_SESSION_ID || suites.remaining() == 0 || suites.remaining() % 2 != 0 || compressions == 0) {
            return malformed();
        }
        if (body.remaining() == 0) {
            return new Nameless(); // RFC 5246, section 7.4.1.2: there need not be extensions.
        }
        Octets extensions = body.take(body.number(2));
        return body.isBroken() || body.remaining() > 0 ? malformed() : extensions(extensions, suites);
    }

    private static Hello extensions(Octets extensions, Octets suites) {
        Hello result = new Nameless();
        boolean seen = false;
        boolean signatures = false;
        boolean curve = true; // Who names none takes any (RFC 8422, section 4).
        boolean modern = false;
        while (extensions.remaining() > 0) {
            int type = extensions.number(2);
            Octets content = extensions.take(extensions.number(2));
            if (extensions.isBroken()) {
                return malformed();
            }
            if (type == SERVER_NAME) {
                if (seen) {
                    return new Alien("two server_name extensions");
                }
                seen = true;
                result = serverName(content);
            } else if (type == SIGNATURE_ALGORITHMS) {
                signatures = has(content.take(content.number(2)), ECDSA_SECP256R1_SHA256);
            } else if (type == SUPPORTED_GROUPS) {
                curve = has(content.take(content.number(2)), SECP256R1);
            } else if (type == SUPPORTED_VERSIONS) {
                modern = has(content.take(content.number(1)), TLS_1_3);
            }
        }
        Ecdsa ecdsa = !signatures ? Ecdsa.NEVER : modern ? Ecdsa.ALWAYS : curve ? Ecdsa.with(suites) : Ecdsa.NEVER;
        return switch (result) {
            case Named(String name, Ecdsa _) -> new Named(name, ecdsa);
            case Nameless _ -> new Nameless(ecdsa);
            case Hello.Incomplete other -> other;
            case Alien other -> other;
        };
    }

    private static boolean has(Octets list, int wanted) {
        while (list.remaining() > 1) {
            if (list.number(2) == wanted) {
                return true;
            }
        }
        return false;
    }

    /** A list of one name: there is only one type of names, and no two of a type (RFC 6066, section 3). */
    private static Hello serverName(Octets content) {
        Octets list = content.take(content.number(2));
        int type = list.number(1);
        int length = list.number(2);
        Octets name = list.take(length);
        if (content.isBroken() || content.remaining() > 0 || list.isBroken() || list.remaining() > 0) {
            return malformed();
        }
        return type == HOST_NAME && length > 0 && length <= MAX_NAME ? name(name) : malformed();
    }

    private static Hello name(Octets octets) {
        StringBuilder name = new StringBuilder(octets.remaining());
        while (octets.remaining() > 0) {
            int c = octets.number(1);
            if (!isNameCharacter(c)) {
                return new Alien("a server name with a character that names do not have");
            }
            name.append((char) (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c));
        }
        if (name.charAt(name.length() - 1) == '.') {
            name.setLength(name.length() - 1);
        }
        return name.isEmpty() ? malformed() : new Named(name.toString());
    }

    /** Letters, digits, hyphen and dot; the underscore is none of them, but is used. Colons are for addresses. */
    private static boolean isNameCharacter(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= ':') || c == '-' || c == '.' || c == '_';
    }

    private static Hello malformed() {
        return new Alien("a malformed ClientHello");
    }
}
