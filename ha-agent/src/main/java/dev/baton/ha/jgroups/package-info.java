/**
 * The interconnect on JGroups: the only package that imports {@code org.jgroups}.
 *
 * <p>JGroups carries the messages. Whether a peer's process lives is watched by a mesh of plain connections of our own
 * ({@link dev.baton.ha.jgroups.PresenceMesh}), and everything on the wire is sealed below JGroups' own protocols
 * ({@link dev.baton.ha.jgroups.SealProtocol}).
 */
@NullMarked
package dev.baton.ha.jgroups;

import org.jspecify.annotations.NullMarked;
