/** What was asked and answered, kept for those who switch it on: redacted, sealed, for a while. */
@NullMarked
package dev.breakwater.gateway.recording;

import org.jspecify.annotations.NullMarked;
