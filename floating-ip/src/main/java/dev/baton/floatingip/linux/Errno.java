package dev.baton.floatingip.linux;

import java.util.Arrays;

/** Error numbers that can be met here, with what an operator can do about them. Values of x86 and ARM Linux. */
enum Errno {
    EPERM(1, "run as root or give the program CAP_NET_ADMIN and CAP_NET_RAW"),
    EINTR(4, "try again"),
    ENXIO(6, "the interface has gone; see ip link"),
    EAGAIN(11, "the kernel did not answer in time; try again"),
    ENOMEM(12, "the machine is out of memory"),
    EACCES(13, "IPv6 may be switched off on the interface: see sysctl net.ipv6.conf.<interface>.disable_ipv6"),
    EEXIST(17, "somebody else has put the address there; see ip addr"),
    ENODEV(19, "the interface does not exist"),
    EINVAL(22, "the kernel does not take this address or lifetime"),
    EMFILE(24, "too many open files: raise LimitNOFILE or ulimit -n"),
    ERANGE(34, "there are more of them than was made room for"),
    ENOTUNIQ(76, "the address is already in use"),
    EOPNOTSUPP(95, "this kernel is too old or built without the feature"),
    EADDRNOTAVAIL(99, "the address is not on the interface; see ip addr"),
    ENETDOWN(100, "the interface is down: ip link set <interface> up"),
    ENOBUFS(105, "the machine has no buffer space for the network left"),
    ECONNREFUSED(111, "nobody listens there");

    private final int number;
    private final String wayOut;

    Errno(int number, String wayOut) {
        this.number = number;
        this.wayOut = wayOut;
    }

    int number() {
        return number;
    }

    /** For example {@code EPERM, errno 1; run as root}. */
    static String describe(int number) {
        return Arrays.stream(values())
                .filter(errno -> errno.number == number)
                .findFirst()
                .map(errno -> errno.name() + ", errno " + number + "; " + errno.wayOut)
                .orElse("errno " + number + "; see errno -l");
    }
}
