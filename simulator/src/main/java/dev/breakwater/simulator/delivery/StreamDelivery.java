package dev.breakwater.simulator.delivery;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.Chunk;
import dev.breakwater.simulator.calls.Call;
import dev.breakwater.simulator.script.Fault;
import dev.breakwater.simulator.script.Step;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer as a stream: head and opening at once, then the content in its pace, one write a
 * chunk, and the step's fault where it is due. Chunks are rendered as they are sent and wait for a
 * slow client.
 */
final class StreamDelivery {
  private final Wire wire;
  private final Call call;
  private final Step step;
  private final Answer answer;
  private final @Nullable Fault fault;
  private final Cursor cursor;

  /**
   * Chunks of content before the fault strikes; beyond the last one when there is no such fault.
   */
  private final long strikeAt;

  private final long betweenTokens;
  private long sent;

  StreamDelivery(Wire wire, Call call, Step step, Answer answer) {
    this.wire = wire;
    this.call = call;
    this.step = step;
    this.answer = answer;
    this.fault = step.strike().fault();
    this.cursor = new Cursor(answer.choices(), fault == Fault.ENDLESS);
    this.strikeAt = strikeAt();
    // Without a pace of its own an endless stream would take a whole core.
    this.betweenTokens =
        fault == Fault.ENDLESS
            ? Math.max(1, step.pace().betweenTokens())
            : step.pace().betweenTokens();
  }

  private long strikeAt() {
    if (fault == null) {
      return Long.MAX_VALUE;
    }
    return switch (fault) {
      case RESET, CUT, STALL, ERROR_IN_200 -> Math.min(step.after(), cursor.total());
      case GARBAGE, HUGE_LINE -> Math.min(step.after(), cursor.total() - 1);
      case REFUSE, SILENT, HTML, NO_END, NO_USAGE, ENDLESS, DRIBBLE -> Long.MAX_VALUE;
    };
  }

  void start() {
    wire.response().setChunked(true);
    List<Buffer> opening = answer.opening();
    if (fault == Fault.DRIBBLE) {
      wire.flushHead();
      wire.after(step.pace().firstToken(), this::dribble);
      return;
    }
    if (opening.isEmpty() && (strikeAt == 0 || step.pace().firstToken() > 0)) {
      wire.flushHead();
    }
    opening.forEach(wire::write);
    wire.after(step.pace().firstToken(), this::run);
  }

  private void run() {
    if (betweenTokens > 0) {
      if (advance()) {
        wire.every(betweenTokens, this::tick);
      }
      return;
    }
    while (!wire.done() && !wire.response().writeQueueFull()) {
      if (!advance()) {
        return;
      }
    }
    if (!wire.done()) {
      wire.response().drainHandler(_ -> run());
    }
  }

  private void tick() {
    if (!wire.response().writeQueueFull()) {
      advance();
    }
  }

  /** Sends the next chunk and all that is due right after it; false when nothing will follow. */
  private boolean advance() {
    if (struck()) {
      return false;
    }
    if (cursor.hasNext()) {
      content();
      if (struck()) {
        return false;
      }
    }
    if (!cursor.hasNext()) {
      close();
      return false;
    }
    return true;
  }

  private boolean struck() {
    if (sent != strikeAt || fault == null) {
      return false;
    }
    switch (fault) {
      case RESET -> wire.reset();
      case CUT -> wire.cut();
      case ERROR_IN_200 -> wire.end(answer.errorEvent(sent == 0));
      case STALL -> wire.rest();
      case REFUSE, SILENT, GARBAGE, HTML, NO_END, NO_USAGE, ENDLESS, DRIBBLE, HUGE_LINE -> {
        return false;
      }
    }
    return true;
  }

  private void content() {
    boolean strikes = sent == strikeAt;
    int choice = cursor.choice();
    int piece = cursor.piece();
    Chunk chunk = answer.chunk(choice, piece);
    // Going over a block again must not open it anew.
    boolean repeats = cursor.repeats();
    cursor.advance();
    record(choice, piece);
    if (!repeats) {
      chunk.before().forEach(wire::write);
    }
    Buffer content = chunk.content();
    if (strikes && fault == Fault.GARBAGE) {
      content = answer.damaged(content, Spoiler::garble);
    } else if (strikes && fault == Fault.HUGE_LINE) {
      content = answer.damaged(content, Spoiler::swell);
    }
    sent++;
    wire.write(content);
    boolean goesOn = fault == Fault.ENDLESS && piece == answer.choices().get(choice).pieces() - 1;
    if (!goesOn) {
      chunk.after().forEach(wire::write);
    }
  }

  private void record(int choice, int piece) {
    call.sent(choice, piece + 1, cursor.tokens());
  }

  private void close() {
    Long forced = step.usage().outputTokens();
    if (forced != null) {
      call.output(forced);
    }
    List<Buffer> closing = answer.closing();
    if (closing.isEmpty()) {
      wire.end();
      return;
    }
    for (int index = 0; index < closing.size() - 1; index++) {
      wire.write(closing.get(index));
    }
    wire.end(closing.getLast());
  }

  private void dribble() {
    Buffer body = Buffer.buffer();
    answer.opening().forEach(body::appendBuffer);
    int[] pieceEnds = new int[(int) cursor.total()];
    for (int index = 0; cursor.hasNext(); index++, cursor.advance()) {
      Chunk chunk = answer.chunk(cursor.choice(), cursor.piece());
      chunk.before().forEach(body::appendBuffer);
      body.appendBuffer(chunk.content());
      pieceEnds[index] = body.length();
      chunk.after().forEach(body::appendBuffer);
    }
    answer.closing().forEach(body::appendBuffer);
    cursor.rewind();
    new Dribble(wire, body, byteCount -> passed(byteCount, pieceEnds)).start();
  }

  /** Notes the content that is complete with the next byte. */
  private void passed(int byteCount, int[] pieceEnds) {
    while (sent < pieceEnds.length && byteCount >= pieceEnds[(int) sent]) {
      int choice = cursor.choice();
      int piece = cursor.piece();
      cursor.advance();
      record(choice, piece);
      sent++;
    }
  }
}
