package dev.baton.floatingip.netlink;

/** Bytes that are no netlink message of the expected kind; the only exception decoding throws. */
public final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
