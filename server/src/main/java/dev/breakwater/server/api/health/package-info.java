/** {@code /api/v1/llm/health} and what is asked of providers one by one. */
@NullMarked
package dev.breakwater.server.api.health;

import org.jspecify.annotations.NullMarked;
