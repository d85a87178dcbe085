/**
 * The Linux side: netlink and packet sockets through JNA. The only package that imports {@code com.sun.jna}; what
 * travels over the sockets is made and read by the codecs.
 */
@NullMarked
package dev.baton.floatingip.linux;

import org.jspecify.annotations.NullMarked;
