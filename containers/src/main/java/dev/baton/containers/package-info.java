/**
 * Clusters of containers made from the distribution, on a Docker network: what the network namespaces of the other tests
 * cannot show, because there the build's own Java and classes run. May use Testcontainers and Docker's client.
 */
@NullMarked
package dev.baton.containers;

import org.jspecify.annotations.NullMarked;
