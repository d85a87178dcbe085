package dev.baton.floatingip.linux;

/** The kernel refused something; carries what is needed to word a {@code FloatingIpException}. */
final class SystemCallException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param what the call that failed, or the kernel's own words
     */
    SystemCallException(String what, int errno) {
        super(what + " (" + Errno.describe(errno) + ")");
        this.errno = errno;
    }

    int errno() {
        return errno;
    }

    boolean is(Errno other) {
        return errno == other.number();
    }
}
