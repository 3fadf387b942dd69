/** The lists of models that clients ask for, in each vendor's shape. */
@NullMarked
package dev.breakwater.wire.models;

import org.jspecify.annotations.NullMarked;
