/** What is recorded of changes. */
@NullMarked
package dev.breakwater.operations.changes;

import org.jspecify.annotations.NullMarked;
