package dev.breakwater.simulator.bedrock;

import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Bedrock: {@code /model/{id}/converse}, {@code converse-stream}, {@code count-tokens}, and
 * {@code /foundation-models}. Requests are signed; see {@link RequestSignature}.
 */
public final class Bedrock implements Vendor {
  private static final String MOUNT = "/bedrock";
  private static final String MODEL = "/model/";
  private static final String LIST = "/foundation-models";

  private final RequestSignature signature = new RequestSignature(InstantSource.system(), MOUNT);

  /** What is asked for. */
  private enum Operation {
    CONVERSE,
    STREAM,
    COUNT,
    LIST,
    DETAILS
  }

  @Override
  public String provider() {
    return "bedrock";
  }

  @Override
  public String mount() {
    return MOUNT;
  }

  @Override
  public String basePath() {
    return MOUNT;
  }

  @Override
  public Reading read(ApiRequest request) {
    Operation operation = operation(request);
    if (operation == null) {
      return new Reading.Refusal(null, false, false, BedrockErrors.unknownPath());
    }
    boolean stream = operation == Operation.STREAM;
    boolean generation = stream || operation == Operation.CONVERSE;
    String model = model(request.path(), operation);
    Document refusal = signature.refusal(request);
    if (refusal != null) {
      return new Reading.Refusal(model, stream, generation, refusal);
    }
    byte[] body = request.body().getBytes();
    return switch (operation) {
      case CONVERSE, STREAM -> ConverseRequest.read(model, body, stream);
      case COUNT -> ConverseRequest.count(model, body);
      case LIST -> new Reading.ModelList(BedrockModels::list);
      case DETAILS -> new Reading.Side(model, BedrockModels.one(model));
    };
  }

  private static @Nullable Operation operation(ApiRequest request) {
    String path = request.path();
    if (request.method().equals("GET")) {
      if (path.equals(LIST)) {
        return Operation.LIST;
      }
      return path.startsWith(LIST + "/") ? Operation.DETAILS : null;
    }
    int end = path.lastIndexOf('/');
    if (!request.method().equals("POST") || !path.startsWith(MODEL) || end <= MODEL.length()) {
      return null;
    }
    return switch (path.substring(end + 1)) {
      case "converse" -> Operation.CONVERSE;
      case "converse-stream" -> Operation.STREAM;
      case "count-tokens" -> Operation.COUNT;
      default -> null;
    };
  }

  /** Identifiers have colons, and slashes when they are resource names; clients encode them. */
  private static String model(String path, Operation operation) {
    String encoded =
        switch (operation) {
          case CONVERSE, STREAM, COUNT -> path.substring(MODEL.length(), path.lastIndexOf('/'));
          case DETAILS -> path.substring(LIST.length() + 1);
          case LIST -> "";
        };
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public Document error(int status, ApiRequest request) {
    return BedrockErrors.usual(status);
  }

  @Override
  public void stamp(MultiMap headers) {
    headers.set("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
