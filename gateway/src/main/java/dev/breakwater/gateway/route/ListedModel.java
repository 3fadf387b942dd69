package dev.breakwater.gateway.route;

/**
 * A name that clients may ask for as {@code model}.
 *
 * @param ownedBy the provider; {@code breakwater} for routes and {@code auto}
 */
public record ListedModel(String id, String ownedBy) {}
