package dev.breakwater.benchmarks;

/** Whose figure it is. */
enum Subject {
  DIRECT("direct"),
  NGINX("nginx"),
  BREAKWATER("breakwater");

  private final String title;

  Subject(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
