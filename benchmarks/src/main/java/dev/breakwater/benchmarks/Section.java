package dev.breakwater.benchmarks;

import java.io.IOException;

/** The parts of the measurement, in the order they run. */
enum Section {
  REQUESTS,
  CHUNKS,
  LATENCY,
  STREAMS,
  START;

  void measure(Rig rig, Rows rows) throws IOException, InterruptedException {
    switch (this) {
      case REQUESTS -> RequestCost.measure(rig, rows);
      case CHUNKS -> ChunkCost.measure(rig, rows);
      case LATENCY -> Latency.measure(rig, rows);
      case STREAMS -> OpenStreams.measure(rig, rows);
      case START -> StartUp.measure(rig, rows);
    }
  }
}
