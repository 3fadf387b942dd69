/** How a client program is asked: a line of JSON in, a line of JSON out. */
@NullMarked
package dev.breakwater.clients.lines;

import org.jspecify.annotations.NullMarked;
