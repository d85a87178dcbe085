@NullMarked
package dev.baton.floatingip.arp;

import org.jspecify.annotations.NullMarked;
