/** What watches, improves and preserves the gateway, and steers it by configuration. */
@NullMarked
package dev.breakwater.operations;

import org.jspecify.annotations.NullMarked;
