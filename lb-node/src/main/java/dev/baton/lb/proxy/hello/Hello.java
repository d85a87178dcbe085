package dev.baton.lb.proxy.hello;

/** What the first bytes of a connection are. */
public sealed interface Hello {

    /**
     * The beginning of a ClientHello, as far as can be told.
     *
     * @param atLeast how many bytes there must be before it is worth looking again; counts from the first byte
     */
    record Incomplete(int atLeast) implements Hello {}

    /**
     * A ClientHello that asks for a name (RFC 6066, section 3).
     *
     * @param name in lower case, without the dot of the root
     * @param ecdsa whether the client takes certificates with ECDSA keys
     */
    record Named(String name, Ecdsa ecdsa) implements Hello {

        Named(String name) {
            this(name, Ecdsa.NEVER);
        }
    }

    /**
     * A whole ClientHello that asks for no name.
     *
     * @param ecdsa whether the client takes certificates with ECDSA keys
     */
    record Nameless(Ecdsa ecdsa) implements Hello {

        Nameless() {
            this(Ecdsa.NEVER);
        }
    }

    /**
     * Not a ClientHello, or one that no client should send.
     *
     * @param why what is wrong with it, for people
     */
    record Alien(String why) implements Hello {}
}
