/** TCP mode: bytes as they come, in both directions, each as fast as the other side takes them. */
@NullMarked
package dev.baton.lb.proxy.tcp;

import org.jspecify.annotations.NullMarked;
