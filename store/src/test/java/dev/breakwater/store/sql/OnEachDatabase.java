package dev.breakwater.store.sql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that run on each kind of database, every one on a new one that goes with it. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
abstract class OnEachDatabase {
  final TestDatabase databases;

  /** As a life of the server has opened it. */
  Database database;

  OnEachDatabase(TestDatabase.Kind kind) {
    databases = kind.make();
    database = databases.open();
  }

  /** Ends the server's life, and begins another. */
  void begin() {
    database.close();
    database = databases.open();
  }

  @AfterEach
  void takeAway() {
    database.close();
    databases.close();
  }
}
