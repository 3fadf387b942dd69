package dev.breakwater.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The calls of a streamed message and their blocks. A call's block is closed when another block
 * begins and its arguments are whole, so that clients that follow one block at a time see it so; a
 * call that is still incomplete stays open beside the others.
 */
final class OpenCalls {
  private final List<Call> calls = new ArrayList<>();

  /** One call, and how far its arguments have come: enough of JSON to know their end. */
  private static final class Call {
    final int number;
    final int index;
    boolean open = true;
    boolean begun;
    int depth;
    boolean inText;
    boolean escaped;

    Call(int number, int index) {
      this.number = number;
      this.index = index;
    }

    void grow(String fragment) {
      for (int i = 0; i < fragment.length(); i++) {
        char c = fragment.charAt(i);
        if (inText) {
          inText = escaped || c != '"';
          escaped = !escaped && c == '\\';
        } else if (c == '"') {
          inText = true;
        } else if (c == '{' || c == '[') {
          begun = true;
          depth++;
        } else if (c == '}' || c == ']') {
          depth--;
        }
      }
    }

    boolean isComplete() {
      return begun && depth == 0 && !inText;
    }
  }

  void open(int number, int index) {
    calls.add(new Call(number, index));
  }

  boolean any() {
    return !calls.isEmpty();
  }

  /** The index of the block that a fragment belongs to; -1 when that is not open. */
  int grow(int number, String fragment) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      if (call.number == number) {
        call.grow(fragment);
        return call.open ? call.index : -1;
      }
    }
    return -1;
  }

  void closeComplete(IntConsumer stop) {
    for (Call call : calls) {
      if (call.isComplete()) {
        close(call, stop);
      }
    }
  }

  /** Closes what is still open, in order. */
  void close(IntConsumer stop) {
    for (Call call : calls) {
      close(call, stop);
    }
  }

  private static void close(Call call, IntConsumer stop) {
    if (call.open) {
      call.open = false;
      stop.accept(call.index);
    }
  }
}
