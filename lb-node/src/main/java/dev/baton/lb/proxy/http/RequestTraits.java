package dev.baton.lb.proxy.http;

/**
 * What must be known of a request after its head is gone.
 *
 * @param head whether the method is HEAD
 * @param replayable whether it may be sent twice: idempotent (RFC 9110, 9.2.2) and without a body
 * @param http11 whether the client understands chunks and interim responses
 * @param keepsAlive whether the client wants to go on after it
 * @param upgrade the other protocols that it asks for
 * @param login whether it has credentials that hold for the connection ({@link ConnectionLogin})
 */
record RequestTraits(
        boolean head, boolean replayable, boolean http11, boolean keepsAlive, Protocols upgrade, boolean login) {

    /** @param complete whether the request has no body, or none that is still to come */
    static RequestTraits of(Head head, boolean complete) {
        Protocols upgrade = head.asksForUpgrade() && complete ? Protocols.of(head) : Protocols.NONE;
        return new RequestTraits(
                Methods.isHead(head),
                complete && upgrade.areNone() && Methods.isIdempotent(head),
                head.minor >= 1,
                head.keepsAlive(),
                upgrade,
                head.authenticatesConnection);
    }

    boolean isUpgrade() {
        return !upgrade.areNone();
    }
}
