/** The audit: who changed what, in a chain that shows when somebody meddles with it. */
@NullMarked
package dev.breakwater.operations.audit;

import org.jspecify.annotations.NullMarked;
