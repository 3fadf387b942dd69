package dev.breakwater.gateway.attempt;

import dev.breakwater.gateway.attempt.Conclusion.End;
import dev.breakwater.gateway.provider.PreparedCall;
import dev.breakwater.gateway.provider.Resumption;
import dev.breakwater.gateway.route.Candidate;
import dev.breakwater.gateway.usage.JournalFull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets other targets go on with a stream that broke off after its first token: each once, from what
 * was said until then. Whoever refuses the prefix is passed by, and never replaces the first
 * failure.
 */
final class Resuming {
  private final Crew crew;
  private final AttemptRequest request;
  private final Resumption resumption;

  Resuming(Crew crew, Resumption resumption) {
    this.crew = crew;
    this.request = crew.course().request();
    this.resumption = resumption;
  }

  /**
   * @param broken how the stream broke off; stays the end when nobody goes on
   */
  End run(End.Broken broken, Candidate brokenAt) {
    try {
      for (Candidate candidate : others(brokenAt)) {
        if (!resumption.canGoOn()) {
          break;
        }
        Optional<End> end = crew.course().givenUp();
        if (end.isEmpty()) {
          end = goOnAt(candidate);
        }
        if (end.isPresent()) {
          return end.get() instanceof End.OutOfTime ? fail(broken) : end.get();
        }
      }
    } catch (JournalFull full) {
      return fail(broken); // what cannot be recorded is not called
    }
    return fail(broken);
  }

  private End fail(End.Broken broken) {
    resumption.fail(request.sink());
    return broken;
  }

  /** Those after the broken one first: they are its fallbacks. */
  private List<Candidate> others(Candidate brokenAt) {
    List<Candidate> all = request.plan().candidates();
    int at = all.indexOf(brokenAt);
    List<Candidate> others = new ArrayList<>(all.subList(at + 1, all.size()));
    others.addAll(all.subList(0, at));
    return others;
  }

  /** The end, when the target has given one: an answer, or a client that left. */
  private Optional<End> goOnAt(Candidate candidate) throws JournalFull {
    Optional<Passing.Reason> reason =
        crew.passing().barred(candidate).or(() -> crew.passing().shut(candidate));
    if (reason.isPresent()) {
      crew.course().skipped(candidate.target(), reason.get().skip(), reason.get().until());
      return Optional.empty();
    }
    Optional<PreparedCall> words = crew.words().of(candidate);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Optional<Permit> permit =
        crew.healths().of(candidate.target()).circuit().ask(request.plan().settings().circuit());
    if (permit.isEmpty()) {
      return Optional.empty();
    }
    Attempt attempt = new Attempt(candidate, words.get(), permit.get(), 0, Decision.Kind.RESUME);
    return crew.caller().call(attempt) instanceof Step.Over over
            && (over.end() instanceof End.Answered || over.end() instanceof End.Abandoned)
        ? Optional.of(over.end())
        : Optional.empty();
  }
}
