/** The keys in force: those of the file, of the environment and those that the server made. */
@NullMarked
package dev.breakwater.server.keys;

import org.jspecify.annotations.NullMarked;
