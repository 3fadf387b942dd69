/** The chain of each environment: what the file says, and what the API made of it. */
@NullMarked
package dev.breakwater.operations.chains;

import org.jspecify.annotations.NullMarked;
