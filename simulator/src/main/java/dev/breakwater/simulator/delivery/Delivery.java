package dev.breakwater.simulator.delivery;

import dev.breakwater.simulator.answer.Answer;
import dev.breakwater.simulator.answer.ApiRequest;
import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.answer.Reading;
import dev.breakwater.simulator.answer.Vendor;
import dev.breakwater.simulator.answer.Wishes;
import dev.breakwater.simulator.calls.Call;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.script.Fault;
import dev.breakwater.simulator.script.Step;
import dev.breakwater.simulator.speech.Utterance;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends what a vendor has to say to one request, as the script's step for it orders. */
public final class Delivery {
  private final Vendor vendor;
  private final ApiRequest asked;
  private final Call call;
  private final Step step;
  private final Wire wire;

  /** For one request, which has been read fully; to be used on its event loop. */
  public Delivery(
      Vertx vertx,
      HttpServerRequest request,
      Vendor vendor,
      ApiRequest asked,
      Call call,
      Step step) {
    this.vendor = vendor;
    this.asked = asked;
    this.call = call;
    this.step = step;
    this.wire = new Wire(vertx, request, call);
  }

  /** Answers, or misbehaves; returns before the answer is sent. */
  public void send(Reading reading) {
    Step.Strike strike = step.strike();
    Fault fault = strike.fault();
    call.fault(fault == null ? null : fault.key());
    long firstToken = step.pace().firstToken();
    if (fault == Fault.REFUSE || (fault == Fault.RESET && strike.after() == null)) {
      wire.reset();
    } else if (fault == Fault.SILENT) {
      // The head is never sent; the wire notes when the client has had enough.
      return;
    } else if (fault == Fault.HTML) {
      int status = strike.status() == null ? 200 : strike.status();
      Document page = new Document(status, "text/html; charset=utf-8", Spoiler.HTML_PAGE);
      wire.after(firstToken, () -> plain(page));
    } else if (strike.status() != null) {
      Document error = scripted(strike.status(), strike.body());
      wire.after(firstToken, () -> plain(error));
    } else {
      switch (reading) {
        case Reading.Refusal refusal -> plain(refusal.document());
        case Reading.ModelList models ->
            wire.after(firstToken, () -> document(models.list().apply(step.models()), null));
        case Reading.Side side -> wire.after(firstToken, () -> document(side.document(), null));
        case Reading.Generation generation -> generate(generation);
      }
    }
  }

  private void generate(Reading.Generation generation) {
    boolean endless = step.has(Fault.ENDLESS);
    Answer answer =
        generation
            .composer()
            .apply(
                new Wishes(
                    step.tokens(),
                    step.usage().inputTokens(),
                    step.usage().outputTokens(),
                    !step.has(Fault.NO_END) && !endless,
                    !step.has(Fault.NO_USAGE)));
    Long forced = step.usage().inputTokens();
    call.input(forced == null ? generation.inputTokens() : forced);
    call.begin(answer.choices());
    if (generation.stream()) {
      head(200, answer.streamType(), Map.of());
      new StreamDelivery(wire, call, step, answer).start();
      return;
    }
    long pauses = answer.choices().stream().mapToLong(Utterance::tokens).max().orElse(1) - 1;
    long wait = step.pace().firstToken() + step.pace().betweenTokens() * Math.max(0, pauses);
    wire.after(wait, () -> document(new Document(200, Document.JSON, answer.whole()), answer));
  }

  private Document scripted(int status, @Nullable JsonNode body) {
    if (body == null) {
      return vendor.error(status, asked);
    }
    return body.isString()
        ? new Document(status, "text/plain; charset=utf-8", Buffer.buffer(body.stringValue()))
        : new Document(status, Document.JSON, Buffer.buffer(Json.bytes(body)));
  }

  /** Sends a document as it is. */
  private void plain(Document document) {
    length(document);
    wire.end(document.body());
  }

  /** Sends a document as the step orders; {@code answer} is what it says, when a model says it. */
  private void document(Document document, @Nullable Answer answer) {
    Fault fault = step.strike().fault();
    Buffer body = document.body();
    if (fault == null) {
      said(answer);
      plain(document);
      return;
    }
    switch (fault) {
      case RESET -> half(document, wire::reset);
      case CUT -> half(document, wire::cut);
      case STALL -> half(document, () -> {});
      case GARBAGE -> {
        said(answer);
        plain(with(document, Spoiler.garble(body)));
      }
      case HUGE_LINE -> {
        said(answer);
        plain(with(document, Spoiler.swell(body)));
      }
      case ERROR_IN_200 -> plain(with(document, vendor.error(500, asked).body()));
      case DRIBBLE -> {
        length(document);
        new Dribble(wire, body, sent -> saidAt(sent, body.length(), answer)).start();
      }
      case ENDLESS -> endless(document, answer);
      case REFUSE, SILENT, HTML, NO_END, NO_USAGE -> {
        said(answer);
        plain(document);
      }
    }
  }

  private void half(Document document, Runnable then) {
    length(document);
    wire.write(document.body().slice(0, document.body().length() / 2));
    then.run();
  }

  /** White space may go on for ever before a JSON object is closed. */
  private void endless(Document document, @Nullable Answer answer) {
    head(document);
    wire.response().setChunked(true);
    said(answer);
    wire.write(document.body().slice(0, document.body().length() - 1));
    Buffer blanks = Buffer.buffer(" ".repeat(256));
    wire.every(
        Math.max(1, step.pace().betweenTokens()),
        () -> {
          if (!wire.response().writeQueueFull()) {
            wire.write(blanks);
          }
        });
  }

  private static Document with(Document document, Buffer body) {
    return new Document(document.status(), document.contentType(), body, document.headers());
  }

  /** The log is told before the client is, so that a client that has its answer finds it there. */
  private void said(@Nullable Answer answer) {
    if (answer == null) {
      return;
    }
    long tokens = 0;
    for (int choice = 0; choice < answer.choices().size(); choice++) {
      Utterance utterance = answer.choices().get(choice);
      tokens += utterance.tokens();
      call.sent(choice, utterance.pieces(), tokens);
    }
    Long forced = step.usage().outputTokens();
    if (forced != null) {
      call.output(forced);
    }
  }

  private void saidAt(int sent, int length, @Nullable Answer answer) {
    if (sent == length) {
      said(answer);
    }
  }

  private void length(Document document) {
    head(document);
    wire.response().putHeader("Content-Length", Integer.toString(document.body().length()));
  }

  private void head(Document document) {
    head(document.status(), document.contentType(), document.headers());
  }

  private void head(int status, String contentType, Map<String, String> own) {
    wire.head(status);
    MultiMap headers = wire.response().headers();
    headers.set("Content-Type", contentType);
    vendor.stamp(headers);
    own.forEach(headers::set);
    step.strike().headers().forEach(headers::set);
  }
}
