/**
 * HTTP in front: what clients send becomes an ask, what comes of it is written in their own
 * protocol.
 */
@NullMarked
package dev.breakwater.gateway.http;

import org.jspecify.annotations.NullMarked;
