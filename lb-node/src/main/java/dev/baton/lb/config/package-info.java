/**
 * The configuration: records with their defaults, and the reader that turns YAML into them or says, with line and
 * column, everything that is wrong. Pure: imports the JDK, SnakeYAML's node tree and the value types of the modules below.
 */
@NullMarked
package dev.baton.lb.config;

import org.jspecify.annotations.NullMarked;
