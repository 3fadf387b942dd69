/** Secrets that the installation made for itself, and the master key that they are sealed under. */
@NullMarked
package dev.breakwater.operations.secrets;

import org.jspecify.annotations.NullMarked;
