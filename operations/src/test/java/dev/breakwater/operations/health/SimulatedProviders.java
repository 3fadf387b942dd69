package dev.breakwater.operations.health;

import dev.breakwater.gateway.concurrent.Deadline;
import dev.breakwater.gateway.concurrent.Waiter;
import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.gateway.offers.Use;
import dev.breakwater.gateway.probe.Finding;
import dev.breakwater.gateway.probe.Finding.Extent;
import dev.breakwater.gateway.probe.Listing;
import dev.breakwater.gateway.probe.ProviderProbes;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.simulation.SeededScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Providers that are up or down as a test says, and count what they are asked. */
final class SimulatedProviders implements ProviderProbes {
  static final long PRICE = 70;

  private final SeededScheduler scheduler;
  private final Map<String, Finding> lists = new HashMap<>();
  private final Map<String, Finding> answers = new HashMap<>();
  private final Map<String, List<OfferedModel>> models = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final List<Question> questions = new ArrayList<>();
  private Duration slowest = Duration.ZERO;
  private @Nullable RuntimeException broken;

  SimulatedProviders(SeededScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Something that a provider was asked.
   *
   * @param model empty for its list
   */
  record Question(String provider, String model, long atNanos, Finding answer) {
    boolean isPaid() {
      return !model.isEmpty();
    }
  }

  static Finding well() {
    return new Finding.Well(Duration.ZERO, "ok", PRICE);
  }

  static Finding dead(String message) {
    return new Finding.Ill(Duration.ZERO, Extent.PROVIDER, "refused", message, 0);
  }

  static Finding failing(String message) {
    return new Finding.Ill(Duration.ZERO, Extent.QUESTION, "status_503", message, 0);
  }

  /** How the list of a provider answers from now on. */
  SimulatedProviders list(String provider, Finding finding) {
    lists.put(provider, finding);
    return this;
  }

  /** How a model answers from now on. */
  SimulatedProviders answer(String provider, String model, Finding finding) {
    answers.put(provider + "/" + model, finding);
    return this;
  }

  /** Nobody answers any more. */
  SimulatedProviders kill(String provider, String message) {
    return list(provider, dead(message));
  }

  SimulatedProviders revive(String provider) {
    return list(provider, well());
  }

  /** Answers take up to so long. */
  SimulatedProviders slow(Duration longest) {
    slowest = longest;
    return this;
  }

  /** Asking throws, as only a mistake of ours can. */
  SimulatedProviders breakDown(@Nullable RuntimeException thrown) {
    broken = thrown;
    return this;
  }

  List<Question> questions() {
    return questions;
  }

  List<Question> questions(String provider) {
    return questions.stream().filter(it -> it.provider().equals(provider)).toList();
  }

  List<Question> paid() {
    return questions.stream().filter(Question::isPaid).toList();
  }

  /** What a provider lists from now on, as long as its list answers well. */
  SimulatedProviders models(String provider, String... names) {
    models.put(
        provider,
        Arrays.stream(names)
            .map(name -> new OfferedModel(name, Use.UNSAID, 0, 0, Set.of()))
            .toList());
    return this;
  }

  @Override
  public Listing list(ProviderSettings provider) {
    String id = provider.id().toString();
    Finding finding = ask(id, "", lists.getOrDefault(id, well()));
    return finding instanceof Finding.Well
        ? new Listing(
            finding, Optional.of(new OfferedList(models.getOrDefault(id, List.of()), true)))
        : Listing.of(finding);
  }

  @Override
  public Finding oneToken(ProviderSettings provider, String model) {
    Finding list = lists.getOrDefault(provider.id().toString(), well());
    boolean dead = list instanceof Finding.Ill ill && ill.extent() == Extent.PROVIDER;
    return ask(
        provider.id().toString(),
        model,
        dead ? list : answers.getOrDefault(provider.id().toString() + "/" + model, well()));
  }

  @Override
  public Finding question(ProviderSettings provider, String model) {
    return oneToken(provider, model);
  }

  /** The answer is settled when the question comes, and takes its time. */
  private Finding ask(String provider, String model, Finding answer) {
    if (broken != null) {
      throw broken;
    }
    if (!asked.add(provider)) {
      throw new AssertionError(provider + " is asked twice at once");
    }
    questions.add(new Question(provider, model, scheduler.nanos(), answer));
    if (!slowest.isZero()) {
      Duration wait = Duration.ofNanos(scheduler.random().nextLong(slowest.toNanos()));
      Waiter waiter = new Waiter(Thread.currentThread(), scheduler);
      waiter.sleepUntil(Deadline.after(scheduler, wait));
      waiter.close();
    }
    asked.remove(provider);
    return answer;
  }
}
