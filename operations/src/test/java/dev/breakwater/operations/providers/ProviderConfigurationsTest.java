package dev.breakwater.operations.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.egress.EgressRules;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.BaseUrl;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.providers.ProviderAnswer.Problem;
import dev.breakwater.operations.settings.LayeredSettings;
import dev.breakwater.wire.format.Protocol;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderConfigurationsTest {
  private static final ProviderId OPENAI = ProviderId.shared("openai");
  private static final ProviderId ACMES = new ProviderId("acme", "openai");
  private static final String FILE_KEY = "sk-of-the-file";
  private static final ProviderSettings OF_FILE =
      new ProviderSettings(
          "openai",
          "openai",
          Protocol.OPENAI,
          URI.create("https://proxy.corp/v1"),
          new Secret(FILE_KEY),
          List.of(ModelSettings.named("gpt-4o-mini")));

  private final MemoryProviders store = new MemoryProviders();
  private final List<Change> recorded = new ArrayList<>();
  private final List<ProviderId> changed = new ArrayList<>();
  private final LayeredSettings settings =
      new LayeredSettings(new AtomicSettings(new Settings(List.of(OF_FILE), Map.of(), List.of())));
  private ProviderConfigurations providers = open();

  private ProviderConfigurations open() {
    return ProviderConfigurations.open(
        new ProviderParts(
            store,
            settings,
            store.changes(recorded),
            new Reversed(),
            secret -> "fp_" + secret.length(),
            new Egress(
                () -> EgressRules.PUBLIC_ONLY,
                host ->
                    List.of(
                        InetAddress.getByName(host.startsWith("inner") ? "10.0.0.1" : "8.8.8.8")),
                Runnable::run),
            provider -> ProviderOrigin.FILE,
            changed::addAll,
            () -> java.time.Instant.EPOCH));
  }

  private static Credential key(String text) {
    return new Credential.ApiKey(new Secret(text));
  }

  private static ProviderLeaves at(String url) {
    return new ProviderLeaves(null, null, URI.create(url), null, null, null, null, null);
  }

  private static ProviderPatch to(String url) {
    return new ProviderPatch(at(url), Set.of("baseUrl"), null, false);
  }

  private ProviderSettings holding(ProviderId id) {
    return settings.current().provider(id).orElseThrow();
  }

  private static String keyOf(ProviderSettings provider) {
    Secret key = provider.apiKey();
    return key == null ? "" : key.reveal();
  }

  @Test
  void aTenantsOwnProviderStandsBesideTheSharedOneOfItsName() {
    assertThat(providers.create(Actor.SYSTEM, ACMES, ProviderLeaves.NONE, key("sk-acme")))
        .isInstanceOf(ProviderAnswer.Done.class);
    assertThat(keyOf(holding(ACMES))).isEqualTo("sk-acme");
    assertThat(holding(ACMES).address())
        .isEqualTo(new BaseUrl(URI.create("https://api.openai.com/v1"), false));
    assertThat(holding(OPENAI)).isEqualTo(OF_FILE);
    assertThat(changed).containsExactly(ACMES);
    assertThat(providers.all(Optional.of("acme")))
        .extracting(ProviderView::providerId)
        .containsExactly(ACMES);
    assertThat(providers.all(Optional.of("zeta")))
        .extracting(ProviderView::providerId)
        .containsExactly(OPENAI);
    assertThat(providers.find(StoredProvider.idOf(ACMES), Optional.of("zeta"))).isEmpty();
  }

  @Test
  void neitherRecordsNorRowsHoldTheCredential() {
    providers.create(Actor.SYSTEM, ACMES, ProviderLeaves.NONE, key("sk-acme-secret"));
    assertThat(recorded)
        .singleElement()
        .satisfies(change -> {
          assertThat(change.action()).isEqualTo("provider.create");
          assertThat(change.tenant()).isEqualTo("acme");
          assertThat(change.after()).contains("fp_").doesNotContain("sk-acme-secret");
        });
    assertThat(store.all().toString()).doesNotContain("sk-acme-secret");
    assertThat(settings.changedValues().toString()).doesNotContain("sk-acme-secret");
  }

  @Test
  void leavesOfTheApiLieOverTheFilesAndNullTakesThemBack() {
    ProviderLeaves models =
        new ProviderLeaves(
            null, "mine", null, null, null, null, null, List.of(ModelSettings.named("gpt-4o")));
    providers.change(
        Actor.SYSTEM, OPENAI, new ProviderPatch(models, Set.of("models", "vendor"), null, false));
    assertThat(holding(OPENAI).models()).extracting(ModelSettings::name).containsExactly("gpt-4o");
    assertThat(holding(OPENAI).vendor()).isEqualTo("mine");
    assertThat(keyOf(holding(OPENAI))).isEqualTo(FILE_KEY);
    assertThat(settings.shadowed())
        .containsExactly("providers[openai].models", "providers[openai].vendor");

    providers.change(
        Actor.SYSTEM,
        OPENAI,
        new ProviderPatch(ProviderLeaves.NONE, Set.of("models", "vendor"), null, false));
    assertThat(holding(OPENAI)).isEqualTo(OF_FILE);
  }

  @Test
  void anotherAddressAsksForTheSecretAgain() {
    assertThat(providers.change(Actor.SYSTEM, OPENAI, to("https://thief.example/v1")))
        .isInstanceOfSatisfying(
            ProviderAnswer.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::field)
                    .containsExactly("apiKey"));
    assertThat(holding(OPENAI)).isEqualTo(OF_FILE);

    ProviderPatch both =
        new ProviderPatch(at("https://other.example/v1"), Set.of("baseUrl"), key("sk-new"), true);
    assertThat(providers.change(Actor.SYSTEM, OPENAI, both))
        .isInstanceOf(ProviderAnswer.Done.class);
    assertThat(keyOf(holding(OPENAI))).isEqualTo("sk-new");
    assertThat(holding(OPENAI).address().trusted()).isFalse();
  }

  @Test
  void theFilesCredentialNeverGoesToAnAddressOfTheApi() {
    ProviderPatch both =
        new ProviderPatch(at("https://thief.example/v1"), Set.of("baseUrl"), key("sk-x"), true);
    providers.change(Actor.SYSTEM, OPENAI, both);
    providers.change(
        Actor.SYSTEM, OPENAI, new ProviderPatch(ProviderLeaves.NONE, Set.of(), null, true));
    assertThat(holding(OPENAI).baseUrl()).hasHost("thief.example");
    assertThat(holding(OPENAI).apiKey()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9001/v1",
        "http://localhost/v1",
        "http://[::1]/v1",
        "https://inner.example/v1",
        "http://169.254.169.254"
      })
  void anAddressWithinIsRefusedWhenItIsSaved(String url) {
    assertThat(providers.create(Actor.SYSTEM, ACMES, at(url), key("sk-acme")))
        .isInstanceOfSatisfying(
            ProviderAnswer.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .anySatisfy(problem -> {
                      assertThat(problem.field()).isEqualTo("baseUrl");
                      assertThat(problem.message()).contains("egress.allow");
                    }));
    assertThat(store.all()).isEmpty();
  }

  @Test
  void oneOfTheFileStaysDeletedUntilItIsUndeleted() {
    assertThat(providers.delete(Actor.SYSTEM, OPENAI)).isInstanceOf(ProviderAnswer.Gone.class);
    assertThat(settings.current().provider(OPENAI)).isEmpty();
    settings.takeUp(new Settings(List.of(OF_FILE), Map.of(), List.of()));
    providers = open();
    assertThat(settings.current().provider(OPENAI)).isEmpty();
    assertThat(providers.all(Optional.empty())).singleElement().matches(ProviderView::deleted);
    assertThat(providers.undelete(Actor.SYSTEM, OPENAI)).isInstanceOf(ProviderAnswer.Done.class);
    assertThat(providers.undelete(Actor.SYSTEM, OPENAI))
        .isInstanceOf(ProviderAnswer.Conflict.class);
  }

  @Test
  void aNewOneMayTakeTheNameOfOneThatWasDeletedAndNoOther() {
    assertThat(providers.create(Actor.SYSTEM, OPENAI, ProviderLeaves.NONE, key("sk-new")))
        .isInstanceOf(ProviderAnswer.Conflict.class);
    providers.delete(Actor.SYSTEM, OPENAI);
    providers.create(Actor.SYSTEM, OPENAI, ProviderLeaves.NONE, key("sk-new"));
    assertThat(keyOf(holding(OPENAI))).isEqualTo("sk-new");
    assertThat(holding(OPENAI).baseUrl()).hasHost("api.openai.com");
  }

  @Test
  void aTenantWithholdsASharedOneForItselfOnly() {
    providers.activate(Actor.SYSTEM, OPENAI, false, Optional.of("acme"));
    assertThat(settings.current().seenBy("acme").provider("openai")).isEmpty();
    assertThat(settings.current().seenBy("zeta").provider("openai")).isPresent();
    assertThat(providers.all(Optional.of("acme"))).singleElement().matches(it -> !it.active());
    providers.activate(Actor.SYSTEM, OPENAI, true, Optional.of("acme"));
    assertThat(settings.current().seenBy("acme").provider("openai")).isPresent();
  }

  @Test
  void oneThatIsSwitchedOffIsGoneForAllAndComesBackAsItWas() {
    providers.activate(Actor.SYSTEM, OPENAI, false, Optional.empty());
    assertThat(settings.current().everyProvider()).isEmpty();
    providers.activate(Actor.SYSTEM, OPENAI, true, Optional.empty());
    assertThat(holding(OPENAI)).isEqualTo(OF_FILE);
  }

  @Test
  void whatCannotBeRecordedDoesNotHappen() {
    store.breakDown();
    assertThatThrownBy(
            () -> providers.create(Actor.SYSTEM, ACMES, ProviderLeaves.NONE, key("sk-acme")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(settings.current().provider(ACMES)).isEmpty();
  }

  @Test
  void aCredentialThatCannotBeOpenedKeepsItsProviderFromBeingUsedWithoutOne() {
    providers.create(Actor.SYSTEM, ACMES, ProviderLeaves.NONE, key("sk-acme"));
    StoredProvider stored = store.all().getFirst();
    store.put(stored.resealed(new SealedCredential(new byte[] {9}, "fp_other")));
    providers.reload();
    assertThat(settings.current().provider(ACMES)).isEmpty();
    assertThat(providers.all(Optional.of("acme")).getFirst().problems())
        .extracting(Problem::field)
        .containsExactly("credential");
  }

  @Test
  void erasingATenantLeavesNothingOfItsOwn() {
    providers.create(Actor.SYSTEM, ACMES, ProviderLeaves.NONE, key("sk-acme"));
    providers.eraseTenant("acme");
    assertThat(store.all()).isEmpty();
    assertThat(settings.current().provider(ACMES)).isEmpty();
  }

  @Test
  void aProviderOfAmazonsNeedsAllOfItsParts() {
    ProviderId bedrock = new ProviderId("acme", "bedrock");
    assertThat(providers.create(Actor.SYSTEM, bedrock, ProviderLeaves.NONE, null))
        .isInstanceOfSatisfying(
            ProviderAnswer.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(Problem::field)
                    .contains("region", "accessKeyId", "secretAccessKey"));
  }
}
