package dev.breakwater.gateway.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The attempt engine with a mistake planted into it: one class is compiled anew from its source
 * with a piece of text replaced, and the engine and its simulation are loaded around it.
 */
final class MutatedEngine extends ClassLoader {
  private static final String ATTEMPT = "dev.breakwater.gateway.attempt.";
  private static final String SIMULATION = "dev.breakwater.gateway.simulation.";
  private static final Path SOURCES = Path.of("src/main/java");

  private final Map<String, byte[]> mutated;

  private MutatedEngine(Map<String, byte[]> mutated) {
    super(MutatedEngine.class.getClassLoader());
    this.mutated = mutated;
  }

  /**
   * @param type a class of the engine, by its simple name
   * @param original stands exactly once in its source
   * @throws AssertionError when it does not, or when the result cannot be compiled
   */
  static MutatedEngine with(String type, String original, String replacement) throws IOException {
    String name = ATTEMPT + type;
    String source = Files.readString(SOURCES.resolve(name.replace('.', '/') + ".java"));
    if (source.indexOf(original) < 0 || source.indexOf(original) != source.lastIndexOf(original)) {
      throw new AssertionError(type + " does not hold this once: " + original);
    }
    return new MutatedEngine(compile(name, source.replace(original, replacement)));
  }

  private static Map<String, byte[]> compile(String name, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null);
        Compiled compiled = new Compiled(files)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
      boolean good =
          compiler
              .getTask(null, compiled, problems, options, null, List.of(new Source(name, source)))
              .call();
      if (!good) {
        throw new AssertionError("the mutant does not compile: " + problems.getDiagnostics());
      }
      return compiled.bytes();
    }
  }

  /** Runs one seed of the simulation on it; throws what the simulation finds wrong. */
  void run(long seed) throws ReflectiveOperationException {
    Class<?> test = loadClass(SIMULATION + "AttemptSimulationTest");
    var constructor = test.getDeclaredConstructor();
    constructor.setAccessible(true);
    var check = test.getDeclaredMethod("check", long.class);
    check.setAccessible(true);
    check.invoke(constructor.newInstance(), seed);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ATTEMPT) && !name.startsWith(SIMULATION)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : compiledBefore(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] compiledBefore(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what is compiled in memory. */
  private static final class Compiled extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    Compiled(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("bytes:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          classes.put(name, out);
          return out;
        }
      };
    }

    Map<String, byte[]> bytes() {
      Map<String, byte[]> bytes = new HashMap<>();
      classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
      return bytes;
    }
  }
}
