package dev.breakwater.gateway.settings;

import java.net.URI;

/**
 * Where a provider is.
 *
 * @param url with {@code /v1} for OpenAI's protocol, the host alone for the others; no slash at the
 *     end
 * @param trusted whether the operator's own file or environment says so; anyone else's must lead to
 *     a public address, or to one that {@code egress.allow} names
 */
public record BaseUrl(URI url, boolean trusted) {}
