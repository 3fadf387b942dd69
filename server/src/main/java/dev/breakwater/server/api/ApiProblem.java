package dev.breakwater.server.api;

import java.util.List;
import java.util.Optional;

/** An error of the API, rendered as an RFC 9457 problem. */
public final class ApiProblem extends RuntimeException {
  private final int status;
  private final transient List<FieldError> errors;
  private final transient Optional<String> field;

  /**
   * One field at fault.
   *
   * @param field its path, such as {@code fallbackProviders[1].provider}
   */
  public record FieldError(String field, String message) {}

  private ApiProblem(int status, String detail, List<FieldError> errors) {
    super(detail, null, false, false);
    this.status = status;
    this.errors = List.copyOf(errors);
    this.field = errors.stream().findFirst().map(FieldError::field);
  }

  public static ApiProblem of(int status, String detail) {
    return new ApiProblem(status, detail, List.of());
  }

  public static ApiProblem at(int status, String field, String detail) {
    return new ApiProblem(status, detail, List.of(new FieldError(field, detail)));
  }

  /**
   * @param errors at least one
   */
  public static ApiProblem all(int status, List<FieldError> errors) {
    String detail =
        String.join("; ", errors.stream().map(it -> it.field() + ": " + it.message()).toList());
    return new ApiProblem(status, detail, errors);
  }

  public int status() {
    return status;
  }

  /** The first field at fault, if the fault is a field's. */
  public Optional<String> field() {
    return field;
  }

  public List<FieldError> errors() {
    return errors;
  }
}
