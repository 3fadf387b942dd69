package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.wire.conversation.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who declined a request that somebody else may still accept. */
final class Refusals {
  private final Set<Target> by = new HashSet<>();
  private End.@Nullable Refused first;
  private @Nullable Problem unable;
  private final Set<Target> unableTo = new HashSet<>();
  private boolean tooLong;
  private long tooLongFor;

  void add(Candidate candidate, End.Refused refused) {
    by.add(candidate.target());
    first = first == null ? refused : first;
    if (refused.refusal() instanceof Refusal.TooLong) {
      tooLong = true;
      tooLongFor = Math.max(tooLongFor, candidate.contextWindow());
    }
  }

  /** A target has no words for what the client asks. */
  void cannotSay(Candidate candidate, Problem problem) {
    unableTo.add(candidate.target());
    unable = unable == null ? problem : unable;
  }

  boolean isUnable(Candidate candidate) {
    return unableTo.contains(candidate.target());
  }

  /** The end, when not one target has words for it. */
  Optional<End> inexpressible(List<Candidate> candidates) {
    boolean nobody = candidates.stream().allMatch(this::isUnable);
    return nobody && unable != null ? Optional.of(new End.Inexpressible(unable)) : Optional.empty();
  }

  /**
   * Whether a target would say no as well: it did already, or its window is no larger than one that
   * the prompt did not fit. An unknown window may be larger.
   */
  Optional<Decision.Skip> foretell(Candidate candidate) {
    if (by.contains(candidate.target())) {
      return Optional.of(Decision.Skip.DECLINED);
    }
    if (isUnable(candidate)) {
      return Optional.of(Decision.Skip.INEXPRESSIBLE);
    }
    boolean small = candidate.contextWindow() != 0 && candidate.contextWindow() <= tooLongFor;
    return tooLong && small ? Optional.of(Decision.Skip.WINDOW_TOO_SMALL) : Optional.empty();
  }

  /** What the caller is told when nobody accepts it. */
  Optional<End> first() {
    return Optional.ofNullable(first);
  }
}
