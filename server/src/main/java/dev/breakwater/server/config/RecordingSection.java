package dev.breakwater.server.config;

import dev.breakwater.gateway.recording.RecordingSettings;
import dev.breakwater.gateway.recording.RecordingSettings.Bodies;
import java.time.Duration;

/** Reads {@code recording}. */
final class RecordingSection {
  private static final long KILOBYTE = 1L << 10;

  private RecordingSection() {}

  static RecordingSettings read(Section root) {
    Section section = root.section("recording");
    RecordingSettings usual = RecordingSettings.DEFAULT;
    Bodies bodies = section.choice("bodies", Bodies.class, usual.bodies());
    long most = section.size("maxSize", usual.mostBytes(), KILOBYTE, KILOBYTE * KILOBYTE);
    Duration retention =
        section.duration(
            "retention", usual.retention(), Duration.ofMinutes(1), Duration.ofDays(365));
    section.close();
    return new RecordingSettings(bodies, Math.toIntExact(most), retention);
  }
}
