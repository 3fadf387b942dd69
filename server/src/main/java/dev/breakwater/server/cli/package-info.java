/** The command line: reads what is asked for, and hands it to whoever does it. */
@NullMarked
package dev.breakwater.server.cli;

import org.jspecify.annotations.NullMarked;
