/**
 * The answers of OpenAI's Responses that are kept for their clients to go on from, so that any
 * provider can go on with any conversation.
 */
@NullMarked
package dev.breakwater.gateway.responses;

import org.jspecify.annotations.NullMarked;
