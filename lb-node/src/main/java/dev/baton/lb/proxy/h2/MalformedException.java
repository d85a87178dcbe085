package dev.baton.lb.proxy.h2;

/** A message that RFC 9113, section 8.1.1, calls malformed: its stream ends with PROTOCOL_ERROR. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
