package dev.breakwater.operations.settings;

import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.gateway.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The settings in force: file, environment and command line at the bottom, each layer of the API
 * over those before it. Published whole, so that a request sees one state.
 */
public final class LayeredSettings {
  private final LiveSettings live;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<SettingsLayer> layers = new CopyOnWriteArrayList<>();
  private volatile Settings bottom;

  /**
   * @param live what requests read; its present settings are the bottom
   */
  public LayeredSettings(LiveSettings live) {
    this.live = live;
    this.bottom = live.current();
  }

  /** Lays one over those that are there, and publishes. */
  public void add(SettingsLayer layer) {
    layers.add(layer);
    publish();
  }

  /** Takes up what file, environment and command line say now. */
  public void takeUp(Settings changed) {
    lock.lock();
    try {
      bottom = changed;
      publish();
    } finally {
      lock.unlock();
    }
  }

  /** A layer has changed: its changes hold from the next request on. */
  public void publish() {
    lock.lock();
    try {
      Settings all = bottom;
      for (SettingsLayer layer : layers) {
        all = layer.over(all);
      }
      Settings whole = all;
      live.replace(_ -> whole);
    } finally {
      lock.unlock();
    }
  }

  /** What requests read now. */
  public Settings current() {
    return live.current();
  }

  /** What file, environment and command line say. */
  public Settings bottom() {
    return bottom;
  }

  /** The values that hold because the API said so, by path. */
  public Map<String, String> changedValues() {
    Map<String, String> all = new TreeMap<>();
    layers.forEach(layer -> all.putAll(layer.values()));
    return all;
  }

  /** Paths of file or environment that do not hold, for the API said otherwise. */
  public List<String> shadowed() {
    List<String> all = new ArrayList<>();
    Settings below = bottom;
    for (SettingsLayer layer : layers) {
      all.addAll(layer.shadowed(below));
      below = layer.over(below);
    }
    return all.stream().sorted().distinct().toList();
  }
}
