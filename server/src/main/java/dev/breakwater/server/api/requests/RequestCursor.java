package dev.breakwater.server.api.requests;

import dev.breakwater.operations.reports.RequestFilter;
import dev.breakwater.server.api.ApiProblem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a list of requests as the API hands it out. */
public final class RequestCursor {
  private RequestCursor() {}

  public static String text(RequestFilter.Place place) {
    String text = place.createdMillis() + " " + place.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws ApiProblem 400 when we have not written it
   */
  public static RequestFilter.Place read(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      return new RequestFilter.Place(
          Long.parseLong(text.substring(0, space)), text.substring(space + 1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw ApiProblem.at(400, "cursor", "'cursor' has to be the nextCursor of a page before.");
    }
  }
}
