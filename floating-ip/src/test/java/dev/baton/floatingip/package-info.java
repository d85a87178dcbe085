@NullMarked
package dev.baton.floatingip;

import org.jspecify.annotations.NullMarked;
