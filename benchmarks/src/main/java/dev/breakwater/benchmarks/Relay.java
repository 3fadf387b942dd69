package dev.breakwater.benchmarks;

/**
 * Something that runs between the load and the mock.
 *
 * @param port where it takes requests
 * @param pid the process that does the work
 * @param process what was started; itself or its parent
 * @param startMillis from its start to its first good answer
 */
record Relay(Subject subject, int port, long pid, Process process, double startMillis) {}
