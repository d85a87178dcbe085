/**
 * Mixed traffic through a node while its servers are killed, drained and restarted; finds the errors that clients of a
 * perfect balancer would not see. Runs on the loopback of whatever network it is started in.
 */
@NullMarked
package dev.baton.lab.soak;

import org.jspecify.annotations.NullMarked;
