package dev.breakwater.server.api.system;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether the server takes requests, what keeps it from it, and what it does not do as well as it
 * should. Says nothing about providers, and nothing that not everybody may know.
 */
public final class Readiness {
  private final CopyOnWriteArrayList<String> obstacles = new CopyOnWriteArrayList<>();
  private final List<Supplier<Optional<String>>> watched = new CopyOnWriteArrayList<>();
  private final List<Supplier<Optional<String>>> doubtful = new CopyOnWriteArrayList<>();

  public Readiness(String firstObstacle) {
    obstacles.add(firstObstacle);
  }

  public void ready() {
    obstacles.clear();
  }

  public void notReady(String obstacle) {
    obstacles.addIfAbsent(obstacle);
  }

  /** Asks for an obstacle that comes and goes; empty while there is none. */
  public void watch(Supplier<Optional<String>> obstacle) {
    watched.add(obstacle);
  }

  /** Asks for something that is said and keeps nobody away; empty while all is well. */
  public void mention(Supplier<Optional<String>> warning) {
    doubtful.add(warning);
  }

  public List<String> obstacles() {
    return Stream.concat(obstacles.stream(), said(watched)).toList();
  }

  public List<String> warnings() {
    return said(doubtful).toList();
  }

  private static Stream<String> said(List<Supplier<Optional<String>>> all) {
    return all.stream().map(Supplier::get).flatMap(Optional::stream);
  }
}
