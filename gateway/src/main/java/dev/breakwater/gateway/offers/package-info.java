/** Models that providers list themselves, as one immutable snapshot that routing reads. */
@NullMarked
package dev.breakwater.gateway.offers;

import org.jspecify.annotations.NullMarked;
