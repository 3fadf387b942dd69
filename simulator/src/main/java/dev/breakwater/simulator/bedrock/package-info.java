/** Amazon Bedrock's Converse API with signed requests and binary event streams. */
@NullMarked
package dev.breakwater.simulator.bedrock;

import org.jspecify.annotations.NullMarked;
