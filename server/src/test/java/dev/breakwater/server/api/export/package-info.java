/** Tests of what people take home. */
@NullMarked
package dev.breakwater.server.api.export;

import org.jspecify.annotations.NullMarked;
