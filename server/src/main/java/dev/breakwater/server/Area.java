package dev.breakwater.server;

import dev.breakwater.operations.changes.News;
import dev.breakwater.server.api.Operation;
import java.util.List;

/** A part of the administration: the calls that it answers, and the changes that it hears of. */
interface Area {
  /** Its calls of the API. */
  List<Operation> operations();

  /** Has it told of what other nodes change. */
  default void listen(News news) {}

  /** An area of calls alone. */
  static Area of(List<Operation> operations) {
    return () -> operations;
  }
}
