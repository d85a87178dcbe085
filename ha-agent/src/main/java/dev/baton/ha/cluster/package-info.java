/** Ports between the agent and its peers: what it needs of an interconnect, free of any library's types. */
@NullMarked
package dev.baton.ha.cluster;

import org.jspecify.annotations.NullMarked;
