/** Secrets that the installation made for itself. */
@NullMarked
package dev.breakwater.operations.secrets;

import org.jspecify.annotations.NullMarked;
