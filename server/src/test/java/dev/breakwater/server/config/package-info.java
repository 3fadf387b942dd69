/** Tests of the configuration. */
@NullMarked
package dev.breakwater.server.config;

import org.jspecify.annotations.NullMarked;
