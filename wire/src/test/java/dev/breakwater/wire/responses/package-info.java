/** Tests of OpenAI's Responses. */
@NullMarked
package dev.breakwater.wire.responses;

import org.jspecify.annotations.NullMarked;
