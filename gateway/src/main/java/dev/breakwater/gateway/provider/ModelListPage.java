package dev.breakwater.gateway.provider;

import dev.breakwater.gateway.offers.OfferedList;
import dev.breakwater.gateway.offers.OfferedModel;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.JsonText;
import dev.breakwater.wire.json.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a provider's list of models.
 *
 * @param models at most {@link OfferedList#MOST}
 * @param next what names the next page; null on the last one, and where pages cannot be asked for
 * @param whole whether everything of this page is in it, and what follows can be asked for
 */
record ModelListPage(List<OfferedModel> models, @Nullable String next, boolean whole) {
  /** Descriptions and parameters of one model are a tenth of this. */
  private static final int LARGEST_ENTRY = 64 * 1024;

  private static final int LONGEST_TOKEN = 2_000;

  private static final byte[] ERROR = JsonText.bytes("error");
  private static final byte[] HAS_MORE = JsonText.bytes("has_more");
  private static final byte[] LAST_ID = JsonText.bytes("last_id");
  private static final byte[] NEXT_PAGE = JsonText.bytes("nextPageToken");

  /** Where the vendors have their models: OpenAI and Anthropic, Gemini, Bedrock. */
  private static final List<byte[]> LISTS =
      List.of(JsonText.bytes("data"), JsonText.bytes("models"), JsonText.bytes("modelSummaries"));

  /** Reads pages in one protocol's words. */
  static final class Reader {
    private final Protocol protocol;
    private final List<OfferedModel> models = new ArrayList<>();
    private boolean whole = true;
    private boolean hasMore;
    private @Nullable String lastId;
    private @Nullable String token;

    Reader(Protocol protocol) {
      this.protocol = protocol;
    }

    /**
     * @throws MalformedBody when it is no list; single entries that make no sense are left out
     */
    ModelListPage read(byte[] body) throws MalformedBody {
      models.clear();
      whole = true;
      hasMore = false;
      lastId = null;
      token = null;
      JsonCursor cursor = new JsonCursor(body, 0, body.length);
      if (cursor.peek() == '[') {
        entries(cursor);
      } else if (cursor.firstMember()) {
        do {
          member(cursor);
        } while (cursor.nextMember());
      }
      cursor.finish();
      String next =
          switch (protocol) {
            case GEMINI -> token;
            case ANTHROPIC -> hasMore ? lastId : null;
            case OPENAI, RESPONSES, COMPLETIONS, GENERATE, BEDROCK -> null;
          };
      return new ModelListPage(List.copyOf(models), next, whole && (!hasMore || next != null));
    }

    private void member(JsonCursor cursor) throws MalformedBody {
      if (cursor.keyIs(ERROR) && !cursor.atNull()) {
        throw new MalformedBody("error", "it holds an error");
      }
      if (cursor.peek() == '[' && LISTS.stream().anyMatch(cursor::keyIs)) {
        entries(cursor);
      } else if (cursor.keyIs(HAS_MORE)) {
        hasMore = cursor.peek() == 't';
        cursor.skip();
      } else if (cursor.peek() == '"' && cursor.keyIs(LAST_ID)) {
        lastId = token(cursor);
      } else if (cursor.peek() == '"' && cursor.keyIs(NEXT_PAGE)) {
        token = token(cursor);
      } else {
        cursor.skip();
      }
    }

    /** Null when it is empty, as on a last page, or longer than any page's name. */
    private @Nullable String token(JsonCursor cursor) throws MalformedBody {
      int start = cursor.position();
      cursor.skip();
      int length = cursor.position() - start - 2;
      if (length > LONGEST_TOKEN) {
        whole = false;
        return null;
      }
      return length == 0 ? null : new JsonCursor(cursor.bytes(), start, cursor.position()).text();
    }

    private void entries(JsonCursor cursor) throws MalformedBody {
      if (!cursor.firstElement()) {
        return;
      }
      do {
        int start = cursor.position();
        boolean object = cursor.peek() == '{';
        cursor.skip();
        int length = cursor.position() - start;
        if (models.size() >= OfferedList.MOST) {
          whole = false;
        } else if (object && length <= LARGEST_ENTRY) {
          entry(cursor.bytes(), start, cursor.position()).ifPresent(models::add);
        }
      } while (cursor.nextElement());
    }

    private Optional<OfferedModel> entry(byte[] bytes, int start, int end) {
      try {
        return ModelListEntry.of(Json.object(bytes, start, end).node(), protocol);
      } catch (MalformedBody e) {
        return Optional.empty();
      }
    }
  }

  /** Adds this page's models to others; false when they are too many. */
  boolean addTo(Map<String, OfferedModel> all) {
    for (OfferedModel model : models) {
      if (!all.containsKey(model.name()) && all.size() >= OfferedList.MOST) {
        return false;
      }
      all.putIfAbsent(model.name(), model);
    }
    return true;
  }
}
