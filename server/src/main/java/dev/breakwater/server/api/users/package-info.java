/** People who administer, as owners manage them. */
@NullMarked
package dev.breakwater.server.api.users;

import org.jspecify.annotations.NullMarked;
