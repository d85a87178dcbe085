/** Clients that mean harm, and what others notice of them. */
@NullMarked
package dev.baton.bench.abuse;

import org.jspecify.annotations.NullMarked;
