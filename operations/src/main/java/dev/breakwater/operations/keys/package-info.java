/** The keys that clients authenticate with, as they are kept. */
@NullMarked
package dev.breakwater.operations.keys;

import org.jspecify.annotations.NullMarked;
