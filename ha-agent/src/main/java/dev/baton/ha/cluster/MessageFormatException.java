package dev.baton.ha.cluster;

/** Bytes from the network that are no message of this cluster: garbled, forged, or of another version. */
public final class MessageFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    public MessageFormatException(String message) {
        // Garbage may come in floods, and its stack trace says nothing.
        super(message, null, false, false);
    }
}
