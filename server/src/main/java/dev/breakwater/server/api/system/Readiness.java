package dev.breakwater.server.api.system;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether the server takes requests, and what keeps it from it. Says nothing about providers. */
public final class Readiness {
  private final CopyOnWriteArrayList<String> obstacles = new CopyOnWriteArrayList<>();

  public Readiness(String firstObstacle) {
    obstacles.add(firstObstacle);
  }

  public void ready() {
    obstacles.clear();
  }

  public void notReady(String obstacle) {
    obstacles.addIfAbsent(obstacle);
  }

  public List<String> obstacles() {
    return List.copyOf(obstacles);
  }
}
