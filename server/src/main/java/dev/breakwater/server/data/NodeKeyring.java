package dev.breakwater.server.data;

import dev.breakwater.operations.secrets.MasterKeyring;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The master keys of this node: in its own file, or as the operator gives them. */
final class NodeKeyring implements MasterKeyring {
  private final KeySource source;
  private volatile MasterKeys keys;
  private final MasterVault vault;

  /**
   * @throws IOException with a sentence for the operator when there is no key that can be used
   */
  NodeKeyring(KeySource source) throws IOException {
    this.source = source;
    this.keys = source.read();
    this.vault = new MasterVault(new Sealing(keys));
  }

  MasterKeys keys() {
    return keys;
  }

  /** Always seals under the keys of the moment. */
  MasterVault vault() {
    return vault;
  }

  @Override
  public boolean begin() throws IOException {
    KeySource.Own own = own();
    if (own == null) {
      reload();
      return false;
    }
    MasterKeys next = keys.led(MasterKeys.made());
    own.write(next);
    take(next);
    return true;
  }

  @Override
  public void finish() throws IOException {
    KeySource.Own own = own();
    if (own != null) {
      MasterKeys only = new MasterKeys(List.of(keys.first()));
      own.write(only);
      take(only);
    }
  }

  @Override
  public void reload() throws IOException {
    take(source.read());
  }

  @Override
  public boolean isUnfinished() {
    return source.isOurs() && keys.keys().size() > 1;
  }

  @Override
  public String keyId() {
    return keys.first().id();
  }

  private KeySource.@Nullable Own own() {
    return source instanceof KeySource.Own own ? own : null;
  }

  private void take(MasterKeys next) {
    keys = next;
    vault.use(new Sealing(next));
  }
}
