/**
 * The admin API: HTTP with JSON on a unix socket, for the CLI and whatever else an operator runs on the node.
 *
 * <p>Knows the node only through {@link dev.baton.lb.admin.NodeOperations}.
 */
@NullMarked
package dev.baton.lb.admin;

import org.jspecify.annotations.NullMarked;
