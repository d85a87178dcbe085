/** Tests of what the data path benchmark understands and prints. */
@NullMarked
package dev.baton.bench.datapath;

import org.jspecify.annotations.NullMarked;
