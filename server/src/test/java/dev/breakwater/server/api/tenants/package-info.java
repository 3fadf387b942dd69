/** Tests of tenants in the API. */
@NullMarked
package dev.breakwater.server.api.tenants;

import org.jspecify.annotations.NullMarked;
