package dev.breakwater.gateway.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A copy of a journal's files at one moment: what a kill at that moment would leave. */
final class Image {
  private Image() {}

  static void copy(Path from, Path to, Predicate<String> which) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> list = Files.list(from)) {
      for (Path file : list.toList()) {
        String name = String.valueOf(file.getFileName());
        if (which.test(name) && !name.endsWith(SegmentName.UNFINISHED)) {
          copy(file, to.resolve(name));
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to);
    } catch (NoSuchFileException e) {
      // Freed since the listing: the ledger has it.
    }
  }
}
