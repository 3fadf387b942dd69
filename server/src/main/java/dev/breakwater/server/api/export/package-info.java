/** Usage to take home: rows as CSV and as lines of JSON. */
@NullMarked
package dev.breakwater.server.api.export;

import org.jspecify.annotations.NullMarked;
