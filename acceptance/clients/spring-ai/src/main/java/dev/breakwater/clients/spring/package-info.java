/** Spring AI, used as a plain library, as a program that is asked by lines. */
@NullMarked
package dev.breakwater.clients.spring;

import org.jspecify.annotations.NullMarked;
