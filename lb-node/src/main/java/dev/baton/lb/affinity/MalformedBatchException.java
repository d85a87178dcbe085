package dev.baton.lb.affinity;

/** Bytes that are not what a table writes; the message says where. */
public final class MalformedBatchException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedBatchException(String message) {
        super(message);
    }
}
