@NullMarked
package dev.baton.floatingip.ndp;

import org.jspecify.annotations.NullMarked;
