/**
 * Trackers: what on this node speaks for or against its being master, beside the addresses' own interfaces. Each finds
 * out one thing; verdicts leave this package as flips only. Depends on the ports of floating-ip, knows nothing of the
 * election.
 */
@NullMarked
package dev.baton.ha.track;

import org.jspecify.annotations.NullMarked;
