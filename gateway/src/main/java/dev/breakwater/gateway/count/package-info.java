/** How many tokens a prompt has, before anything is generated. */
@NullMarked
package dev.breakwater.gateway.count;

import org.jspecify.annotations.NullMarked;
