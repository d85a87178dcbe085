package dev.baton.floatingip;

/** An operation on a floating address failed; the message names operation, address, interface and cause. */
public final class FloatingIpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param errno the kernel's error number, or 0 where no system call failed
     */
    public FloatingIpException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
