/** Work that is done on a schedule: what is kept too long goes, freed room is given back. */
@NullMarked
package dev.breakwater.operations.maintenance;

import org.jspecify.annotations.NullMarked;
