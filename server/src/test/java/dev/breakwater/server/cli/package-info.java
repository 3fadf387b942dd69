/** Tests of the command line. */
@NullMarked
package dev.breakwater.server.cli;

import org.jspecify.annotations.NullMarked;
