/**
 * The Linux side: netlink and packet sockets through JNA. The only package that imports {@code com.sun.jna}, so
 * what else of Linux Java has no word for is here as well; what travels over the sockets is made and read by the codecs.
 */
@NullMarked
package dev.baton.floatingip.linux;

import org.jspecify.annotations.NullMarked;
