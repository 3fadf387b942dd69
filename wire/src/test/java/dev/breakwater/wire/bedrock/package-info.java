/** What Bedrock's protocol is held to. */
@NullMarked
package dev.breakwater.wire.bedrock;

import org.jspecify.annotations.NullMarked;
