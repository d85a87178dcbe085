/**
 * What every protocol of the data path stands on: the transport, the event loops, and what each loop owns. Everything
 * a {@link dev.baton.lb.proxy.loop.Worker} owns is touched by its own thread only, so that nothing here locks.
 */
@NullMarked
package dev.baton.lb.proxy.loop;

import org.jspecify.annotations.NullMarked;
