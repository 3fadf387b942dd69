/** Tests of the journal and its reader. */
@NullMarked
package dev.breakwater.gateway.usage;

import org.jspecify.annotations.NullMarked;
