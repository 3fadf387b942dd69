/** Reads what servers show to scrapers, and the queries that people ask of it. */
@NullMarked
package dev.breakwater.acceptance.exposition;

import org.jspecify.annotations.NullMarked;
