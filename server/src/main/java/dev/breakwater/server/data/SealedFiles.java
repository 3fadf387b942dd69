package dev.breakwater.server.data;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.secrets.Reseal;
import dev.breakwater.operations.secrets.SealedPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** What this node keeps sealed in its own directory. */
final class SealedFiles implements SealedPlace {
  private final Path pepper;
  private final SnapshotFile snapshot;

  /**
   * @param pepper of older programs; need not be there
   */
  SealedFiles(Path pepper, SnapshotFile snapshot) {
    this.pepper = pepper;
    this.snapshot = snapshot;
  }

  @Override
  public int reseal(Reseal reseal) {
    try {
      return pepper(reseal) + snapshot.reseal(reseal);
    } catch (IOException e) {
      throw new StoreUnavailable("a sealed file could not be written: " + e.getMessage(), e);
    }
  }

  private int pepper(Reseal reseal) throws IOException {
    if (!Files.exists(pepper)) {
      return 0;
    }
    byte[] sealed = HexFormat.of().parseHex(Files.readString(pepper).strip());
    Optional<byte[]> anew = reseal.anew(sealed, DataDirectory.PEPPER);
    if (anew.isEmpty()) {
      return 0;
    }
    SecretFile.write(pepper, HexFormat.of().formatHex(anew.get()));
    return 1;
  }
}
