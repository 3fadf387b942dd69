package dev.breakwater.acceptance;

import java.util.EnumMap;
import java.util.Map;

/** The programs that speak to one server, each started when it is first needed. */
public final class ClientPrograms implements AutoCloseable {
  private final String root;
  private final String key;
  private final Map<Library, ClientProgram> started = new EnumMap<>(Library.class);

  public ClientPrograms(String root, String key) {
    this.root = root;
    this.key = key;
  }

  public ClientProgram of(Library library) {
    return started.computeIfAbsent(library, it -> new ClientProgram(it, root, key));
  }

  @Override
  public void close() {
    started.values().forEach(ClientProgram::close);
  }
}
