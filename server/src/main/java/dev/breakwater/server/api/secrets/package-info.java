/** {@code /api/admin/secrets}: what secrets are sealed under. */
@NullMarked
package dev.breakwater.server.api.secrets;

import org.jspecify.annotations.NullMarked;
