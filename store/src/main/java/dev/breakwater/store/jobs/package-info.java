/** Jobs on a schedule that all servers on one database share. */
@NullMarked
package dev.breakwater.store.jobs;

import org.jspecify.annotations.NullMarked;
