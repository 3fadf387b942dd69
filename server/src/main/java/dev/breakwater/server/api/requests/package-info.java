/** Requests one by one: what was asked, how it was decided, which calls it took. */
@NullMarked
package dev.breakwater.server.api.requests;

import org.jspecify.annotations.NullMarked;
