/** Sums over many requests, kept by time so that questions cost buckets and not requests. */
@NullMarked
package dev.breakwater.operations.rollups;

import org.jspecify.annotations.NullMarked;
