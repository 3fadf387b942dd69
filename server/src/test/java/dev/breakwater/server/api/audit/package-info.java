/** What is recorded, and how it is shown. */
@NullMarked
package dev.breakwater.server.api.audit;

import org.jspecify.annotations.NullMarked;
