/** What Anthropic's protocol is held to. */
@NullMarked
package dev.breakwater.wire.anthropic;

import org.jspecify.annotations.NullMarked;
