/** Texts as vectors: a small model of its own, and the protocols that ask for them. */
@NullMarked
package dev.breakwater.wire.embedding;

import org.jspecify.annotations.NullMarked;
