package dev.baton.lb.admin;

/** How much somebody may ask for; each includes those before it. */
public enum Right {
    NOTHING,
    /** What takes GET, of the node that is asked. */
    LOOK,
    /** Whatever changes nothing, also what may be asked about clients, and of other nodes. */
    READ,
    CHANGE;

    /** What a question needs. {@code /v1/affinity} takes POST because what it is asked may be the secret of a session. */
    static Right needed(String method, String uri, boolean ofAnotherNode) {
        if (method.equals("GET")) {
            return ofAnotherNode ? READ : LOOK;
        }
        return uri.equals(AdminApi.AFFINITY) ? READ : CHANGE;
    }

    boolean covers(Right needed) {
        return compareTo(needed) >= 0;
    }
}
