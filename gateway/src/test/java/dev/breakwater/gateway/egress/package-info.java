/** Tests of where the server may connect to on somebody else's word. */
@NullMarked
package dev.breakwater.gateway.egress;

import org.jspecify.annotations.NullMarked;
