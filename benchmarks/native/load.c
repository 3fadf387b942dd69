/*
 * A load generator that costs little itself: one thread, one epoll, keep-alive HTTP/1.1 to 127.0.0.1.
 *
 *   load --port N [--path P] [--header 'Name: value']… [--body TEXT] [--stream]
 *        [--connections N] [--seconds S] [--requests N] [--each N] [--rate R] [--ramp MILLISECONDS] [--timeout SECONDS]
 *        [--window N --upstream PORT]
 *
 * Closed loop: every connection sends its next request when it has the whole answer to the last. With --rate the loop
 * is open: requests are due at a fixed pace whatever the answers do, and latency counts from when one was due, so that
 * a stall shows in every request it held up. It stops sending after --seconds, --requests in all, or --each a
 * connection, waits for what is outstanding, and prints one JSON object. An answer counts only when its status is 200
 * and it is whole: a completion with its finish reason, a stream with its finish reason and its [DONE].
 *
 * --window holds the upstream (see upstream.c) to N events between itself and here, so that what lies between them
 * cannot gain from being slow: it meets its events one by one.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, READ_SIZE = 256 << 10, CARRY = 4096, SAMPLE = 400, ERRORS_TO_GIVE_UP = 1000 };

#define SECOND 1000000000ull
#define CHECK_TIMEOUTS (100 * 1000000ull)

/* ---- a histogram of nanoseconds: 256 steps to each power of two, so never off by more than 0.4 % ---- */

enum { STEP_BITS = 8, STEPS = 1 << STEP_BITS, BUCKETS = (64 - STEP_BITS + 1) * STEPS };

struct histogram {
  uint64_t count, maximum;
  uint64_t buckets[BUCKETS];
};

static int bucket_of(uint64_t value) {
  if (value < STEPS) return (int)value;
  int shift = 63 - __builtin_clzll(value) - STEP_BITS;
  return (shift + 1) * STEPS + (int)(value >> shift) - STEPS;
}

static double middle_of(int bucket) {
  if (bucket < STEPS) return bucket;
  int shift = bucket / STEPS - 1;
  return (double)((uint64_t)(STEPS + bucket % STEPS) << shift) + (double)((1ull << shift) - 1) / 2;
}

static void record(struct histogram *histogram, uint64_t value) {
  histogram->count++;
  if (value > histogram->maximum) histogram->maximum = value;
  histogram->buckets[bucket_of(value)]++;
}

/* The smallest value that `share` of all are not above, in microseconds; 0 without any. */
static double percentile(const struct histogram *histogram, double share) {
  double exact = share * (double)histogram->count;
  uint64_t rank = (uint64_t)exact, seen = 0;
  if ((double)rank < exact || rank == 0) rank++;
  if (histogram->count == 0) return 0;
  for (int i = 0; i < BUCKETS; i++) {
    seen += histogram->buckets[i];
    if (seen >= rank) {
      double middle = middle_of(i);
      return (middle > (double)histogram->maximum ? (double)histogram->maximum : middle) / 1000;
    }
  }
  return (double)histogram->maximum / 1000;
}

/* ---- state ---- */

enum phase { IDLE, HEAD, BODY, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER };

struct connection {
  int descriptor; /* -1 while closed */
  enum phase phase;
  bool close_after, waiting_to_write, fresh_line;
  bool saw_first, saw_finish, saw_done, saw_error;
  int status;
  size_t sent;        /* of the request */
  uint64_t remaining; /* of the body or chunk */
  uint64_t started;
  long requests;
  size_t carried;
  char carry[CARRY]; /* head, whole body, or a line of a stream that came in parts */
};

enum error { CONNECT, STATUS, TRUNCATED, INCOMPLETE, TIMEOUT, PROTOCOL, ERROR_KINDS };
static const char *const error_names[ERROR_KINDS] = {"connect", "status", "truncated", "incomplete", "timeout", "protocol"};

static struct {
  int port, upstream_port, connections, window;
  const char *path, *body;
  char headers[4096];
  bool stream;
  double seconds, rate, ramp, timeout;
  long requests, each;
} options = {.path = "/v1/chat/completions", .body = "{}", .connections = 1, .timeout = 30};

static struct connection *connections;
static char *request, *buffer;
static size_t request_length;
static int epoll_descriptor, timer_descriptor, window_descriptor = -1;
static uint64_t began, ended, stop_at, next_due, overdue;
static long begun, completed, open_now, most_open, opened;
static uint64_t chunks, reads, bytes, errors, errors_by_kind[ERROR_KINDS];
static char sample[SAMPLE + 1];
static bool give_up;
static struct histogram latency, first_chunk;

static uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

static uint64_t interval(void) { return (uint64_t)((double)SECOND / options.rate); }

static bool may_begin(const struct connection *connection, uint64_t now) {
  /* In an open loop the pace itself ends in time, and what was due by then is still sent. */
  return !give_up && (now < stop_at || options.rate > 0) && (options.requests == 0 || begun < options.requests) &&
         (options.each == 0 || connection->requests < options.each);
}

/* ---- requests out ---- */

static void watch(struct connection *connection, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  epoll_ctl(epoll_descriptor, operation, connection->descriptor, &event);
}

static void close_connection(struct connection *connection) {
  if (connection->descriptor >= 0) close(connection->descriptor);
  connection->descriptor = -1;
}

/* Counts what went wrong and closes. The clock's part starts the next request: no recursion, no storm of retries. */
static void fail(struct connection *connection, enum error error, const char *why, size_t length) {
  if (sample[0] == 0) {
    size_t taken = length > SAMPLE ? SAMPLE : length;
    memcpy(sample, why, taken);
    sample[taken] = 0;
  }
  errors_by_kind[error]++;
  if (++errors >= ERRORS_TO_GIVE_UP && errors > (uint64_t)completed) give_up = true;
  close_connection(connection);
  connection->phase = IDLE;
  open_now--;
}

static void send_request(struct connection *connection) {
  ssize_t sent =
      send(connection->descriptor, request + connection->sent, request_length - connection->sent, MSG_NOSIGNAL);
  if (sent > 0) connection->sent += (size_t)sent;
  bool more = connection->sent < request_length;
  if (more != connection->waiting_to_write) {
    connection->waiting_to_write = more;
    watch(connection, EPOLL_CTL_MOD, EPOLLIN | (more ? EPOLLOUT : 0));
  }
}

static struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static bool open_connection(struct connection *connection) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
  if (descriptor < 0) return false;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in address = loopback(options.port);
  connection->descriptor = descriptor;
  connection->waiting_to_write = true; /* writable means connected */
  watch(connection, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
  return connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0 || errno == EINPROGRESS;
}

static void begin(struct connection *connection, uint64_t started) {
  connection->phase = HEAD;
  connection->started = started;
  connection->sent = connection->carried = 0;
  connection->saw_first = connection->saw_finish = connection->saw_done = connection->saw_error = false;
  connection->close_after = false;
  connection->requests++;
  begun++;
  if (++open_now > most_open) most_open = open_now;
  if (connection->descriptor >= 0)
    send_request(connection);
  else if (!open_connection(connection))
    fail(connection, CONNECT, strerror(errno), strlen(strerror(errno)));
}

/* What an idle connection does next: in an open loop it takes what is overdue, else it goes on at once. */
static void next_request(struct connection *connection, uint64_t now) {
  if (!may_begin(connection, now)) return;
  if (options.rate == 0) {
    begin(connection, now);
  } else if (overdue < next_due) {
    uint64_t due = overdue;
    overdue += interval();
    begin(connection, due);
  }
}

/* ---- answers in ---- */

static void complete(struct connection *connection) {
  uint64_t now = nanoseconds();
  const char *carry = connection->carry;
  if (connection->status != 200) {
    char why[CARRY + 32];
    int length = snprintf(why, sizeof why, "status %d %.*s", connection->status, (int)connection->carried, carry);
    fail(connection, STATUS, why, (size_t)length);
    return;
  }
  if (!options.stream)
    connection->saw_finish = memmem(carry, connection->carried, "\"finish_reason\":", 16) != NULL;
  if (!connection->saw_finish || connection->saw_error || (options.stream && !connection->saw_done)) {
    static const char ended_early[] = "the answer ended without its finish reason or its [DONE]";
    fail(connection, INCOMPLETE, connection->carried > 0 ? carry : ended_early,
         connection->carried > 0 ? connection->carried : sizeof ended_early - 1);
    return;
  }
  record(&latency, now - connection->started);
  completed++;
  open_now--;
  connection->phase = IDLE;
  ended = now;
  if (connection->close_after) close_connection(connection);
  next_request(connection, now);
}

static void keep(struct connection *connection, const char *data, size_t length) {
  size_t room = CARRY - connection->carried;
  if (length > room) length = room;
  memcpy(connection->carry + connection->carried, data, length);
  connection->carried += length;
}

static void stream_line(struct connection *connection, const char *line, size_t length) {
  if (length < 6 || memcmp(line, "data:", 5) != 0) return;
  chunks++;
  if (!connection->saw_first) {
    connection->saw_first = true;
    record(&first_chunk, nanoseconds() - connection->started);
  }
  const char *value = line + 5 + (line[5] == ' ');
  length -= (size_t)(value - line);
  if (length >= 6 && memcmp(value, "[DONE]", 6) == 0) connection->saw_done = true;
  if (length >= 8 && memcmp(value, "{\"error\"", 8) == 0) connection->saw_error = true;
  if (!connection->saw_finish && memmem(value, length, "\"finish_reason\":\"", 17) != NULL)
    connection->saw_finish = true;
}

static void body(struct connection *connection, const char *data, size_t length) {
  if (!options.stream || connection->status != 200) {
    keep(connection, data, length);
    return;
  }
  while (length > 0) {
    const char *end = memchr(data, '\n', length);
    if (end == NULL) {
      keep(connection, data, length);
      return;
    }
    size_t taken = (size_t)(end - data) + 1;
    if (connection->carried > 0) {
      keep(connection, data, taken);
      stream_line(connection, connection->carry, connection->carried);
      connection->carried = 0;
    } else {
      stream_line(connection, data, taken);
    }
    data += taken;
    length -= taken;
  }
}

/* Reads a head that is in `carry`, whole. */
static bool read_head(struct connection *connection, size_t length) {
  char *head = connection->carry;
  if (length < 16 || memcmp(head, "HTTP/1.1 ", 9) != 0) return false;
  connection->status = atoi(head + 9);
  bool chunked = false, sized = false;
  for (char *line = memchr(head, '\n', length); line < head + length - 2; line = memchr(line, '\n', length)) {
    line++;
    if (strncasecmp(line, "content-length:", 15) == 0) {
      connection->remaining = strtoull(line + 15, NULL, 10);
      sized = true;
    } else if (strncasecmp(line, "transfer-encoding:", 18) == 0) {
      chunked = true;
    } else if (strncasecmp(line, "connection: close", 17) == 0) {
      connection->close_after = true;
    }
  }
  connection->phase = chunked ? CHUNK_SIZE : BODY;
  if (chunked) connection->remaining = 0;
  return chunked || sized;
}

/* Takes part of a head; -1 when it is none. */
static ssize_t head_part(struct connection *connection, const char *data, size_t length) {
  size_t before = connection->carried;
  keep(connection, data, length);
  size_t from = before > 3 ? before - 3 : 0;
  char *end = memmem(connection->carry + from, connection->carried - from, "\r\n\r\n", 4);
  if (end == NULL) return connection->carried == CARRY ? -1 : (ssize_t)length;
  size_t head = (size_t)(end + 4 - connection->carry);
  if (!read_head(connection, head)) return -1;
  connection->carried = 0;
  return (ssize_t)(head - before);
}

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes up to the end of a chunk's first line. The size ends at the first character that is no digit. */
static size_t chunk_size(struct connection *connection, const char *data, size_t length) {
  for (size_t i = 0; i < length; i++) {
    int value = digit(data[i]);
    if (value >= 0) connection->remaining = connection->remaining * 16 + (uint64_t)value;
    if (data[i] == '\n') {
      connection->phase = connection->remaining > 0 ? CHUNK_DATA : TRAILER;
      connection->fresh_line = true;
      return i + 1;
    }
  }
  return length;
}

static size_t line_end(struct connection *connection, const char *data, size_t length, bool *last) {
  for (size_t i = 0; i < length; i++) {
    if (data[i] == '\n') {
      *last = connection->fresh_line;
      connection->fresh_line = true;
      return i + 1;
    }
    if (data[i] != '\r') connection->fresh_line = false;
  }
  return length;
}

static void consume(struct connection *connection, const char *data, size_t length) {
  while (length > 0 && connection->phase != IDLE) {
    ssize_t taken = 0;
    bool last = false;
    switch (connection->phase) {
      case IDLE:
        break;
      case HEAD:
        taken = head_part(connection, data, length);
        if (taken < 0) {
          fail(connection, PROTOCOL, connection->carry, connection->carried);
          return;
        }
        last = connection->phase == BODY && connection->remaining == 0;
        break;
      case BODY:
      case CHUNK_DATA:
        taken = (ssize_t)(connection->remaining < length ? connection->remaining : length);
        body(connection, data, (size_t)taken);
        connection->remaining -= (uint64_t)taken;
        if (connection->remaining > 0) break;
        if (connection->phase == CHUNK_DATA)
          connection->phase = CHUNK_END;
        else
          last = true;
        break;
      case CHUNK_SIZE:
        taken = (ssize_t)chunk_size(connection, data, length);
        break;
      case CHUNK_END: {
        bool ignored;
        taken = (ssize_t)line_end(connection, data, length, &ignored);
        if (data[taken - 1] == '\n') connection->phase = CHUNK_SIZE;
        break;
      }
      case TRAILER:
        taken = (ssize_t)line_end(connection, data, length, &last);
        break;
    }
    data += taken;
    length -= (size_t)taken;
    if (last) {
      complete(connection);
      return;
    }
  }
}

static void receive(struct connection *connection) {
  ssize_t got = recv(connection->descriptor, buffer, READ_SIZE, 0);
  if (got > 0) {
    reads++;
    bytes += (uint64_t)got;
    consume(connection, buffer, (size_t)got);
    return;
  }
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (connection->phase == IDLE) {
    close_connection(connection); /* an idle connection may be closed; the next request opens another */
    return;
  }
  const char *why = got < 0 ? strerror(errno) : "closed before the answer was whole";
  fail(connection, connection->sent == 0 ? CONNECT : TRUNCATED, why, strlen(why));
}

/* ---- the window ---- */

static void grant(uint64_t events) {
  char bytes[64];
  size_t length = 0;
  while (events > 0 && length < sizeof bytes) {
    uint64_t part = events < 255 ? events : 255;
    bytes[length++] = (char)part;
    events -= part;
  }
  if (length > 0) send(window_descriptor, bytes, length, MSG_NOSIGNAL);
}

static void open_window(void) {
  int on = 1;
  struct sockaddr_in address = loopback(options.upstream_port);
  window_descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(window_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(window_descriptor, (struct sockaddr *)&address, sizeof address) != 0 ||
      send(window_descriptor, "W", 1, MSG_NOSIGNAL) != 1) {
    fprintf(stderr, "load: upstream on port %d: %s\n", options.upstream_port, strerror(errno));
    exit(1);
  }
  grant((uint64_t)options.window);
}

/* ---- the clock ---- */

static void open_ramp(uint64_t now) {
  while (opened < options.connections) {
    uint64_t due = began + (uint64_t)(options.ramp * 1e6 * (double)opened / options.connections);
    if (due > now) return;
    next_request(&connections[opened++], now);
  }
}

/* In an open loop: hands what is due to idle connections; what finds none stays overdue and is taken by the next. */
static void keep_pace(uint64_t now) {
  static int hand = 0;
  while (next_due <= now && next_due < stop_at) next_due += interval();
  for (int tried = 0; tried < options.connections && overdue < next_due; tried++) {
    struct connection *connection = &connections[hand];
    hand = (hand + 1) % options.connections;
    if (connection->phase == IDLE) next_request(connection, now);
  }
}

static void check_timeouts(uint64_t now) {
  static const char why[] = "no whole answer within the time-out";
  for (int i = 0; i < options.connections; i++) {
    struct connection *connection = &connections[i];
    if (connection->phase != IDLE && connection->started + (uint64_t)(options.timeout * 1e9) < now)
      fail(connection, TIMEOUT, why, sizeof why - 1);
    else if (connection->phase == IDLE && opened == options.connections && options.rate == 0)
      next_request(connection, now); /* one that failed before */
  }
}

static void arm(uint64_t at) {
  struct itimerspec when = {.it_value = {.tv_sec = (time_t)(at / SECOND), .tv_nsec = (long)(at % SECOND)}};
  timerfd_settime(timer_descriptor, TFD_TIMER_ABSTIME, &when, NULL);
}

static bool finished(uint64_t now) {
  if (open_now > 0) return false;
  if (give_up || (now >= stop_at && (options.rate == 0 || overdue >= next_due))) return true;
  if (options.requests > 0 && begun >= options.requests) return true;
  return options.each > 0 && begun >= options.each * options.connections;
}

static void run(void) {
  static struct epoll_event events[EVENTS];
  began = ended = next_due = overdue = nanoseconds();
  stop_at = options.seconds > 0 ? began + (uint64_t)(options.seconds * 1e9) : UINT64_MAX;
  uint64_t next_check = began + CHECK_TIMEOUTS, armed_for = 0;
  if (options.rate > 0) opened = options.connections;
  for (;;) {
    uint64_t now = nanoseconds();
    if (opened < options.connections) open_ramp(now);
    if (options.rate > 0) keep_pace(now);
    if (finished(now)) return;
    if (now >= next_check) {
      check_timeouts(now);
      next_check = now + CHECK_TIMEOUTS;
    }
    if (options.rate > 0 && next_due != armed_for && next_due < stop_at) arm(armed_for = next_due);
    int count = epoll_wait(epoll_descriptor, events, EVENTS, opened < options.connections ? 1 : 50);
    uint64_t chunks_before = chunks;
    for (int i = 0; i < count; i++) {
      struct connection *connection = events[i].data.ptr;
      if (connection == NULL) {
        uint64_t expirations;
        if (read(timer_descriptor, &expirations, sizeof expirations) < 0) continue;
      } else if (connection->descriptor >= 0) {
        if ((events[i].events & EPOLLOUT) && connection->phase != IDLE) send_request(connection);
        if (connection->descriptor >= 0 && (events[i].events & ~(uint32_t)EPOLLOUT)) receive(connection);
      }
    }
    if (window_descriptor >= 0) grant(chunks - chunks_before);
  }
}

/* ---- in and out ---- */

static void print_json_text(const char *text) {
  putchar('"');
  for (; *text != 0; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\')
      printf("\\%c", c);
    else if (c < 0x20)
      printf(" ");
    else
      putchar(c);
  }
  putchar('"');
}

static void print_report(void) {
  printf("{\"requests\":%ld,\"completed\":%ld,\"errors\":%llu,\"chunks\":%llu,\"reads\":%llu,\"bytes\":%llu,"
         "\"mostOpen\":%ld,\"seconds\":%.6f",
         begun, completed, (unsigned long long)errors, (unsigned long long)chunks, (unsigned long long)reads,
         (unsigned long long)bytes, most_open, (double)(ended - began) / 1e9);
  printf(",\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"max\":%.1f", percentile(&latency, 0.5),
         percentile(&latency, 0.9), percentile(&latency, 0.99), (double)latency.maximum / 1000);
  printf(",\"firstP50\":%.1f,\"firstP99\":%.1f", percentile(&first_chunk, 0.5), percentile(&first_chunk, 0.99));
  for (int i = 0; i < ERROR_KINDS; i++)
    printf(",\"%sErrors\":%llu", error_names[i], (unsigned long long)errors_by_kind[i]);
  printf(",\"sample\":");
  print_json_text(sample);
  printf("}\n");
}

/* Fails loudly when the histogram would lie: known values at known ranks, at every scale. */
static int self_test(void) {
  for (uint64_t scale = 1; scale < 1ull << 40; scale *= 7) {
    memset(&latency, 0, sizeof latency);
    for (uint64_t i = 1; i <= 1000; i++) record(&latency, i * scale);
    static const double shares[] = {0.001, 0.5, 0.9, 0.99, 1};
    for (int i = 0; i < 5; i++) {
      double expected = shares[i] * 1000 * (double)scale, got = percentile(&latency, shares[i]) * 1000;
      if (got < expected * 0.996 || got > expected * 1.004) {
        fprintf(stderr, "load: percentile %g of 1..1000 times %llu is %f\n", shares[i], (unsigned long long)scale, got);
        return 1;
      }
    }
  }
  return 0;
}

static void usage(const char *option) {
  fprintf(stderr, "load: what is %s? See the head of load.c for the options\n", option);
  exit(2);
}

static void read_options(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    const char *name = argv[i];
    if (strcmp(name, "--self-test") == 0) exit(self_test());
    if (strcmp(name, "--stream") == 0) {
      options.stream = true;
      continue;
    }
    if (i + 1 == argc) usage(name);
    const char *value = argv[++i];
    if (strcmp(name, "--port") == 0) options.port = atoi(value);
    else if (strcmp(name, "--upstream") == 0) options.upstream_port = atoi(value);
    else if (strcmp(name, "--window") == 0) options.window = atoi(value);
    else if (strcmp(name, "--path") == 0) options.path = value;
    else if (strcmp(name, "--body") == 0) options.body = value;
    else if (strcmp(name, "--connections") == 0) options.connections = atoi(value);
    else if (strcmp(name, "--seconds") == 0) options.seconds = atof(value);
    else if (strcmp(name, "--requests") == 0) options.requests = atol(value);
    else if (strcmp(name, "--each") == 0) options.each = atol(value);
    else if (strcmp(name, "--rate") == 0) options.rate = atof(value);
    else if (strcmp(name, "--ramp") == 0) options.ramp = atof(value);
    else if (strcmp(name, "--timeout") == 0) options.timeout = atof(value);
    else if (strcmp(name, "--header") == 0) {
      size_t used = strlen(options.headers), room = sizeof options.headers - used;
      if ((size_t)snprintf(options.headers + used, room, "%s\r\n", value) >= room) usage("a header this long");
    } else usage(name);
  }
  if (options.port <= 0 || options.connections < 1) usage("a run without --port, or without --connections");
  if (options.seconds <= 0 && options.requests <= 0 && options.each <= 0)
    usage("a run without --seconds, --requests or --each: it would never end");
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  int length = asprintf(&request,
                        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                        "Accept: %s\r\n%sContent-Length: %zu\r\n\r\n%s",
                        options.path, options.port, options.stream ? "text/event-stream" : "application/json",
                        options.headers, strlen(options.body), options.body);
  if (length < 0) abort();
  request_length = (size_t)length;
  buffer = malloc(READ_SIZE);
  connections = calloc((size_t)options.connections, sizeof *connections);
  if (buffer == NULL || connections == NULL) abort();
  for (int i = 0; i < options.connections; i++) connections[i].descriptor = -1;
  epoll_descriptor = epoll_create1(EPOLL_CLOEXEC);
  timer_descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll_descriptor, EPOLL_CTL_ADD, timer_descriptor, &event);
  if (options.window > 0) open_window();
  run();
  print_report();
  return errors > 0 ? 1 : 0;
}
