package dev.breakwater.server;

/** The version of the running program. */
final class Version {
  private Version() {}

  /** As the packaged jar says; {@code development} when run from classes. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
