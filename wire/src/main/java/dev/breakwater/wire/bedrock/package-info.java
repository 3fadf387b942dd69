/** Amazon Bedrock's Converse on the wire, and the binary event streams that it answers in. */
@NullMarked
package dev.breakwater.wire.bedrock;

import org.jspecify.annotations.NullMarked;
