/** Tests of what is known of providers' lists. */
@NullMarked
package dev.breakwater.operations.models;

import org.jspecify.annotations.NullMarked;
