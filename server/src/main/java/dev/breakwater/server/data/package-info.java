/** The data directory: who holds it, and the secret that lies in it. */
@NullMarked
package dev.breakwater.server.data;

import org.jspecify.annotations.NullMarked;
