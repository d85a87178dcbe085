/** What the agent shows: the cluster as this node sees it, and the history of its roles. Values only. */
@NullMarked
package dev.baton.ha.status;

import org.jspecify.annotations.NullMarked;
