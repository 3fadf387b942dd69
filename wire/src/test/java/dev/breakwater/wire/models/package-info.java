/** Tests of the lists of models. */
@NullMarked
package dev.breakwater.wire.models;

import org.jspecify.annotations.NullMarked;
