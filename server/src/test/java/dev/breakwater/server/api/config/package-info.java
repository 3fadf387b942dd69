/** Tests of the API of flags and of the exported configuration. */
@NullMarked
package dev.breakwater.server.api.config;

import org.jspecify.annotations.NullMarked;
