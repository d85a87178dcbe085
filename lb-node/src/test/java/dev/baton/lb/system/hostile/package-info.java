/** What a stranger on the network could do, as small programs that tests start in a host of the lab. */
@NullMarked
package dev.baton.lb.system.hostile;

import org.jspecify.annotations.NullMarked;
