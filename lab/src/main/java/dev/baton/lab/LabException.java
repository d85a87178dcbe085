package dev.baton.lab;

/** Something of the lab could not be built, started or observed in time; the message says what and where to look. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
