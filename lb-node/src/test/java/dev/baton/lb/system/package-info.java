/** The whole program in a lab of network namespaces: two real nodes, real servers, real clients. Needs root. */
@NullMarked
package dev.baton.lb.system;

import org.jspecify.annotations.NullMarked;
