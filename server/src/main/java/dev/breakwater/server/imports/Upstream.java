package dev.breakwater.server.imports;

/**
 * Where and as whom a model is called; equal ones are one provider here. Each text is as our file
 * writes it; empty for what is not said.
 *
 * @param baseUrl empty for the vendor's own
 * @param secretKey Amazon's secret access key
 */
record Upstream(
    Vendors.Vendor vendor,
    String baseUrl,
    String apiKey,
    String apiVersion,
    String region,
    String accessKeyId,
    String secretKey,
    String sessionToken) {}
