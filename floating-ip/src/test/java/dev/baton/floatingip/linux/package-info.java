@NullMarked
package dev.baton.floatingip.linux;

import org.jspecify.annotations.NullMarked;
