package dev.breakwater.server;

import dev.breakwater.operations.changes.News;
import dev.breakwater.operations.changes.Topic;
import dev.breakwater.operations.providers.SealedCredentials;
import dev.breakwater.operations.secrets.MasterKeyring;
import dev.breakwater.operations.secrets.Rotation;
import dev.breakwater.server.api.Operation;
import dev.breakwater.server.api.secrets.SecretsResource;
import dev.breakwater.store.sql.SqlProviders;
import dev.breakwater.store.sql.SqlSealedSecrets;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The master key as it is exchanged, put together. */
record SecretAdministration(Rotation rotation, MasterKeyring keyring) implements Area {
  private static final Logger LOG = LoggerFactory.getLogger(SecretAdministration.class);

  static SecretAdministration open(Ground ground) throws IOException {
    Storage storage = ground.storage();
    MasterKeyring keyring = storage.data().rotation();
    return new SecretAdministration(
        new Rotation(
            ground.control().changes(),
            keyring,
            storage.data().vault(),
            List.of(
                new SqlSealedSecrets(storage.database()),
                new SealedCredentials(new SqlProviders(storage.database())),
                storage.data().sealedFiles())),
        keyring);
  }

  /** Ahead of whoever opens something after the keys have been exchanged. */
  @Override
  public void listen(News news) {
    news.on(Topic.SECRETS, this::reload);
  }

  private void reload() {
    try {
      keyring.reload();
    } catch (IOException e) {
      LOG.error("the master keys cannot be read again, the known ones go on: {}", e.getMessage());
    }
  }

  @Override
  public List<Operation> operations() {
    return new SecretsResource(rotation).operations();
  }
}
