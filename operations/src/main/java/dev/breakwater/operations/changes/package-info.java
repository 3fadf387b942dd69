/** What administration changes: kept, recorded and told to every node, or not done at all. */
@NullMarked
package dev.breakwater.operations.changes;

import org.jspecify.annotations.NullMarked;
