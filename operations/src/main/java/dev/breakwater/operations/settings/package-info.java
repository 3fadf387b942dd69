/** The settings in force: what file and environment say, with what the API changed over it. */
@NullMarked
package dev.breakwater.operations.settings;

import org.jspecify.annotations.NullMarked;
