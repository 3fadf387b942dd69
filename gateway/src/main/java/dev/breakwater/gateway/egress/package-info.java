/**
 * Where the server may connect to on somebody else's word: public addresses, and what is allowed.
 */
@NullMarked
package dev.breakwater.gateway.egress;

import org.jspecify.annotations.NullMarked;
