package dev.breakwater.wire.format;

/** One HTTP header, its name in lower case. */
public record Header(String name, String value) {}
