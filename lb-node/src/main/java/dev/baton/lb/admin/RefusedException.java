package dev.baton.lb.admin;

/** What a node does not do as things stand; the message says why, and what to do. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
