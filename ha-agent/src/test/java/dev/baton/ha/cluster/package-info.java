/** Codecs and guards of the interconnect, all pure. */
@NullMarked
package dev.baton.ha.cluster;

import org.jspecify.annotations.NullMarked;
