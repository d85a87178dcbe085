/** Tests of the lab itself; those named IT need root. */
@NullMarked
package dev.baton.lab;

import org.jspecify.annotations.NullMarked;
