package dev.breakwater.gateway.route;

/** The routing of every tenant. */
public interface Routing {
  /** What one tenant sees, by the settings in force; asked once a request. */
  RoutingTable of(String tenant);
}
