/**
 * The wire codec of rtnetlink: bytes to records and back, as far as links and addresses need it.
 *
 * <p>Pure functions over the JDK: no socket, no system call. Numbers are in the byte order of the machine, as
 * netlink has them. Layouts are those of {@code linux/netlink.h}, {@code linux/rtnetlink.h}, {@code linux/if_addr.h}
 * and {@code linux/if_link.h}.
 */
@NullMarked
package dev.baton.floatingip.netlink;

import org.jspecify.annotations.NullMarked;
