package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.settings.Target;

/** Knows how fast targets have been. Asked on the loops that choose, some times a second. */
public interface Speeds {
  Speed of(Target target);
}
