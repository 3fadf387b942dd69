package dev.breakwater.gateway.http;

import dev.breakwater.gateway.provider.Call;
import dev.breakwater.wire.format.Header;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The headers that an answer carries beside its body; one with nothing to say is left out. */
final class AnswerHeaders {
  static final String REQUEST_ID = "x-request-id";

  private final List<Header> headers = new ArrayList<>(8);

  AnswerHeaders(String requestId, String contentType) {
    headers.add(new Header(REQUEST_ID, requestId));
    headers.add(new Header("content-type", contentType));
  }

  AnswerHeaders of(Call call) {
    headers.add(new Header("x-breakwater-provider", call.target().provider()));
    headers.add(new Header("x-breakwater-model", call.target().model()));
    return attempts(call.number());
  }

  AnswerHeaders attempts(int attempts) {
    headers.add(new Header("x-breakwater-attempts", Integer.toString(attempts)));
    return this;
  }

  AnswerHeaders cost(OptionalLong nanoDollars) {
    if (nanoDollars.isPresent()) {
      headers.add(new Header("x-breakwater-cost", dollars(nanoDollars.getAsLong())));
    }
    return this;
  }

  AnswerHeaders add(List<Header> more) {
    headers.addAll(more);
    return this;
  }

  AnswerHeaders add(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  List<Header> list() {
    return headers;
  }

  /** A plain decimal without exponent. */
  static String dollars(long nanos) {
    return nanos == 0 ? "0" : BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }
}
