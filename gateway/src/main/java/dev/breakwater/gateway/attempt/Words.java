package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.provider.Manner;
import dev.breakwater.gateway.provider.Preparation;
import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.provider.Resumption;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.settings.Answering;
import dev.breakwater.gateway.settings.Target;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts one request into its targets' words. */
final class Words {
  private final Providers providers;
  private final AttemptRequest request;
  private final Course course;
  private final Refusals refusals;
  private final @Nullable Resumption resumption;
  private final Manner manner;

  Words(Providers providers, AttemptRequest request, Course course, Refusals refusals) {
    this.providers = providers;
    this.request = request;
    this.course = course;
    this.refusals = refusals;
    Answering answering = request.plan().settings().answering();
    boolean resumable =
        answering.brokenStream() == Answering.BrokenStream.RESUME && request.ask().stream();
    this.resumption = resumable ? new Resumption() : null;
    this.manner = manner(resumption, answering);
  }

  private static Manner manner(@Nullable Resumption resumption, Answering answering) {
    if (resumption != null) {
      return new Manner.Resumable(resumption);
    }
    return switch (answering.wholeAnswers()) {
      case PLAIN -> Manner.PLAIN;
      case STREAMED -> new Manner.Gathered();
    };
  }

  /** What the target would be sent; empty, and noted why, when it cannot be told. */
  Optional<PreparedCall> of(Candidate candidate) {
    Target target = candidate.target();
    Preparation preparation =
        providers.of(target).prepare(request.ask(), target.model(), manner, request.waiter());
    return switch (preparation) {
      case Preparation.Ready ready -> Optional.of(ready.call());
      case Preparation.Unable unable -> {
        if (brokenOff().isPresent()) {
          course.skipped(target, Decision.Skip.NO_PREFIX, Duration.ZERO);
        } else {
          refusals.cannotSay(candidate, unable.problem());
          course.skipped(target, Decision.Skip.INEXPRESSIBLE, Duration.ZERO);
        }
        yield Optional.empty();
      }
    };
  }

  /** The client's stream, when others may go on with it. */
  Optional<Resumption> resumption() {
    return Optional.ofNullable(resumption);
  }

  /** The client's stream, when a part of it was said and nobody has gone on with it yet. */
  Optional<Resumption> brokenOff() {
    return resumption().filter(Resumption::isContinuing);
  }
}
