/** What was changed by whom: listed, verified, taken away in files. */
@NullMarked
package dev.breakwater.server.api.audit;

import org.jspecify.annotations.NullMarked;
