/**
 * The admin and system API: a small class a resource; route, permission and OpenAPI entry are
 * declared together.
 */
@NullMarked
package dev.breakwater.server.api;

import org.jspecify.annotations.NullMarked;
