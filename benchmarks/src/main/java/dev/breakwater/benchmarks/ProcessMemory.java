package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a process that is in RAM, in megabytes (of 1,000,000 bytes).
 *
 * @param resident now
 * @param peak at its most since the process began
 */
record ProcessMemory(double resident, double peak) {
  static ProcessMemory of(long pid) throws IOException {
    return parse(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
  }

  static ProcessMemory parse(String status) {
    return new ProcessMemory(megabytes(status, "VmRSS:"), megabytes(status, "VmHWM:"));
  }

  private static double megabytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToDouble(kibibytes -> Long.parseLong(kibibytes) * 1024 / 1e6)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The process has no " + name));
  }
}
