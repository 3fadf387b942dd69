package dev.breakwater.wire.generate;

import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.util.List;
import java.util.Locale;

/** Refuses fields that are not known, with the nearest one that is. */
final class KnownFields {
  private KnownFields() {}

  static void check(JsonObject object, List<String> known) throws MalformedBody {
    for (String field : object.fields()) {
      if (!known.contains(field)) {
        String place = object.path(field);
        throw new MalformedBody(
            place,
            "'%s' is not a known field; the nearest is '%s'"
                .formatted(place, nearest(field, known)));
      }
    }
  }

  private static String nearest(String field, List<String> known) {
    String nearest = known.getFirst();
    int least = Integer.MAX_VALUE;
    for (String name : known) {
      int distance = distance(plain(field), plain(name));
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** How many letters must be put in, taken out or changed (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
