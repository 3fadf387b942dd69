package dev.breakwater.operations.health;

/** Where checks wait and run; virtual threads, for most of their life is waiting. */
public interface CheckThreads {
  void start(String name, Runnable body);
}
