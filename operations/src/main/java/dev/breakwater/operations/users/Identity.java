package dev.breakwater.operations.users;

/**
 * Who somebody is to an issuer of identities.
 *
 * @param issuer its URL
 * @param subject never used again there
 */
public record Identity(String issuer, String subject) {}
