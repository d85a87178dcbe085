@NullMarked
package dev.baton.floatingip.netlink;

import org.jspecify.annotations.NullMarked;
