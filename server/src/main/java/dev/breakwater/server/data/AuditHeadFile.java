package dev.breakwater.server.data;

import dev.breakwater.operations.audit.HeadCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The copy of the audit's head in this node's data directory. */
public record AuditHeadFile(Path file) implements HeadCopy {
  /** The usual file of a data directory. */
  public static AuditHeadFile in(Path data) {
    return new AuditHeadFile(data.resolve("audit-head"));
  }

  @Override
  public Optional<String> read() {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** Written beside and moved, so that a kill leaves the whole of one or of the other. */
  @Override
  public void write(String line) {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(beside, line + "\n");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String place() {
    return file.toString();
  }
}
