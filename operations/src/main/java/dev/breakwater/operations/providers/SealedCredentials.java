package dev.breakwater.operations.providers;

import dev.breakwater.operations.secrets.Reseal;
import dev.breakwater.operations.secrets.SealedPlace;
import java.util.Optional;

/** The credentials that the API gave, as they are sealed anew. */
public record SealedCredentials(ProviderStore store) implements SealedPlace {
  @Override
  public int reseal(Reseal reseal) {
    int count = 0;
    for (StoredProvider provider : store.all()) {
      Optional<byte[]> anew =
          provider.credential().flatMap(sealed -> reseal.anew(sealed.bytes(), provider.purpose()));
      if (anew.isPresent()) {
        String fingerprint = provider.credential().map(SealedCredential::fingerprint).orElse("");
        store.put(provider.resealed(new SealedCredential(anew.get(), fingerprint)));
        count++;
      }
    }
    return count;
  }
}
