/** Google's Gen AI library for Java as a program that is asked by lines. */
@NullMarked
package dev.breakwater.clients.google;

import org.jspecify.annotations.NullMarked;
