/** The neutral model: what a conversation, an answer and an error are, whatever the protocol. */
@NullMarked
package dev.breakwater.wire.conversation;

import org.jspecify.annotations.NullMarked;
