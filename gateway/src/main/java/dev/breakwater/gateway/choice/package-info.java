/** Which of several equal targets a request tries first. */
@NullMarked
package dev.breakwater.gateway.choice;

import org.jspecify.annotations.NullMarked;
