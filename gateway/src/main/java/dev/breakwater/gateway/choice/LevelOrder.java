package dev.breakwater.gateway.choice;

import dev.breakwater.gateway.route.Candidate;
import java.util.List;

/** Orders the targets of one level for one request. */
interface LevelOrder {
  /**
   * @param level two targets or more
   * @return the same ones
   */
  List<Candidate> of(List<Candidate> level);
}
