/**
 * {@code /api/v1/llm/providers} and {@code /api/v1/llm/models}: providers as people manage them.
 */
@NullMarked
package dev.breakwater.server.api.providers;

import org.jspecify.annotations.NullMarked;
