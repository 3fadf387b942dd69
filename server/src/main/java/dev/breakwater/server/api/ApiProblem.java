package dev.breakwater.server.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An error of the API, rendered as an RFC 9457 problem. */
public final class ApiProblem extends RuntimeException {
  private final int status;
  private final transient List<FieldError> errors;
  private final transient Optional<String> field;
  private final transient List<Operation.Header> headers;

  /**
   * One field at fault.
   *
   * @param field its path, such as {@code fallbackProviders[1].provider}
   */
  public record FieldError(String field, String message) {}

  private ApiProblem(
      int status, String detail, List<FieldError> errors, List<Operation.Header> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.errors = List.copyOf(errors);
    this.headers = List.copyOf(headers);
    this.field = errors.stream().findFirst().map(FieldError::field);
  }

  public static ApiProblem of(int status, String detail) {
    return new ApiProblem(status, detail, List.of(), List.of());
  }

  /** A 429: what was asked may be asked again after a while, a second at least. */
  public static ApiProblem later(Duration wait, String detail) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    Operation.Header header = new Operation.Header("retry-after", Long.toString(seconds));
    return new ApiProblem(429, detail, List.of(), List.of(header));
  }

  public static ApiProblem at(int status, String field, String detail) {
    return new ApiProblem(status, detail, List.of(new FieldError(field, detail)), List.of());
  }

  /**
   * @param errors at least one
   */
  public static ApiProblem all(int status, List<FieldError> errors) {
    String detail =
        String.join("; ", errors.stream().map(it -> it.field() + ": " + it.message()).toList());
    return new ApiProblem(status, detail, errors, List.of());
  }

  public int status() {
    return status;
  }

  /** The first field at fault, if the fault is a field's. */
  public Optional<String> field() {
    return field;
  }

  /** What the answer has beside the headers that every one has. */
  List<Operation.Header> headers() {
    return headers;
  }

  public List<FieldError> errors() {
    return errors;
  }
}
