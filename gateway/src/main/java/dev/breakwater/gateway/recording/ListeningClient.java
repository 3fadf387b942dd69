package dev.breakwater.gateway.recording;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.exchange.Arrival;
import dev.breakwater.gateway.exchange.Client;
import dev.breakwater.gateway.provider.Answer;
import dev.breakwater.gateway.provider.AnswerSink;
import dev.breakwater.gateway.provider.Call;
import dev.breakwater.gateway.provider.Refusal;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.format.Header;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A client whose question and answer are noted on their way, each up to a limit. What a client that
 * left had got by then is not kept: nobody says here that it has left.
 */
final class ListeningClient implements Client, AnswerSink {
  private final Client client;
  private final Arrival arrival;
  private final BodyRecorder recorder;
  private final RecordingSettings settings;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private String tenant = "";
  private byte[] question = {};
  private boolean cut;

  ListeningClient(
      Client client, Arrival arrival, BodyRecorder recorder, RecordingSettings settings) {
    this.client = client;
    this.arrival = arrival;
    this.recorder = recorder;
    this.settings = settings;
  }

  @Override
  public Optional<Ask> ask(VirtualKey caller) {
    Optional<Ask> ask = client.ask(caller);
    tenant = caller.tenant();
    ask.ifPresent(asked -> question = asked.body());
    return ask;
  }

  @Override
  public AnswerSink sink() {
    return this;
  }

  @Override
  public void commit(Call call, List<Header> headers) {
    client.sink().commit(call, headers);
  }

  @Override
  public boolean send(byte[] events) {
    note(events);
    return client.sink().send(events);
  }

  @Override
  public void answered(Call call, Answer given, long costNanos) {
    client.answered(call, given, costNanos);
    if (answer.size() == 0) {
      note(given.body());
    }
    over(true);
  }

  @Override
  public void refused(Call call, Refusal.Rejected refusal) {
    client.refused(call, refusal);
    note(refusal.body());
    over(false);
  }

  @Override
  public void rejected(Rejection rejection, int attempts) {
    client.rejected(rejection, attempts);
    over(false);
  }

  @Override
  public void brokenOff() {
    client.brokenOff();
    over(false);
  }

  private void note(byte[] bytes) {
    int room = settings.mostBytes() - answer.size();
    cut |= bytes.length > room;
    answer.write(bytes, 0, Math.min(bytes.length, room));
  }

  private void over(boolean good) {
    if (question.length == 0 || (good && settings.bodies() != RecordingSettings.Bodies.ALL)) {
      return;
    }
    int kept = Math.min(question.length, settings.mostBytes());
    recorder.keep(
        new BodyRecorder.Heard(
            tenant,
            arrival.requestId(),
            arrival.arrivedMillis(),
            kept == question.length ? question : java.util.Arrays.copyOf(question, kept),
            answer.toByteArray(),
            cut || kept < question.length));
  }
}
