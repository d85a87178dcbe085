@NullMarked
package dev.baton.floatingip.exec;

import org.jspecify.annotations.NullMarked;
