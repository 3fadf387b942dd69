package dev.breakwater.operations.keys;

/** Who says that there is a key. */
public enum KeyOrigin {
  ENVIRONMENT,
  FILE,
  /** The API, or the server at its first start. */
  API
}
