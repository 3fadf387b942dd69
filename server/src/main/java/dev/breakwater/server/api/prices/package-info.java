/** {@code /api/admin/prices}: what models cost, and prices that people set. */
@NullMarked
package dev.breakwater.server.api.prices;

import org.jspecify.annotations.NullMarked;
