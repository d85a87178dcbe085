/** The program: one picocli class a command, and the composition root that wires a node. */
@NullMarked
package dev.baton.lb.cli;

import org.jspecify.annotations.NullMarked;
