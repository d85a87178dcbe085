/**
 * What clients carry of the server that they belong to: made from names and the cluster's key, and recognised again.
 * Pure.
 */
@NullMarked
package dev.baton.lb.affinity.cookie;

import org.jspecify.annotations.NullMarked;
