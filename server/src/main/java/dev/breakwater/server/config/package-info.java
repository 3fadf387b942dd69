/** The configuration: file, environment and command line, read into one immutable snapshot. */
@NullMarked
package dev.breakwater.server.config;

import org.jspecify.annotations.NullMarked;
