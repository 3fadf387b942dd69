package dev.breakwater.simulator.speech;

import tools.jackson.databind.JsonNode;

/**
 * A tool that a client offers.
 *
 * @param name by which it is called
 * @param schema JSON schema of its arguments; a missing or null node for none
 */
public record Tool(String name, JsonNode schema) {}
