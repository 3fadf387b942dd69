package dev.breakwater.server.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what became of each thing. */
final class Remarks {
  private final List<Remark> all = new ArrayList<>();

  void taken(Part at, String subject, String message) {
    all.add(new Remark(Remark.Kind.TAKEN, at.line(), subject, message));
  }

  void approximated(Part at, String subject, String message) {
    all.add(new Remark(Remark.Kind.APPROXIMATED, at.line(), subject, message));
  }

  void left(Part at, String subject, String message) {
    all.add(new Remark(Remark.Kind.LEFT, at.line(), subject, message));
  }

  /** In the file's order. */
  List<Remark> all() {
    return all.stream().sorted(Comparator.comparingInt(Remark::line)).distinct().toList();
  }
}
