/*
 * A provider that costs next to nothing: OpenAI's chat completions over keep-alive HTTP/1.1, one thread, one epoll.
 *
 *   upstream --port N [--chunks N] [--every MILLISECONDS]
 *
 * A body that asks for `"stream":true` gets server-sent events, each in a send of its own, so that whoever relays them
 * sees many small reads. `every` 0 sends them as fast as the sockets take them, one of each open stream in turn; any
 * other pace is kept by one timer wheel. The body may set both for itself: "user":"bench chunks=100 every=20".
 *
 * A relay that falls behind finds many events in one read and looks cheap for being slow. So the load may hold the
 * sender to what has arrived: a connection whose first byte is a W is no HTTP; each byte after it grants that many more
 * events, and without a grant left none is sent until the next, until it closes, or until nothing moved for a
 * while, as after an event that the relay swallowed.
 *
 * All that is ever sent is constant text, so that a blocked socket needs a pointer and a length and no buffer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
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
#include <time.h>
#include <unistd.h>

enum {
  EVENTS = 512,
  WORDS = 8,
  WHEEL = 4096,             /* slots of a millisecond; a longer pace goes round more than once */
  FIRST_CAPACITY = 2048,
  LARGEST_REQUEST = 16 << 20,
  STALL = 200,    /* milliseconds without a grant after which one is assumed lost; a pause of the relay is shorter */
  BACKLOG = 65535 /* the kernel lowers it to net.core.somaxconn */
};

struct text {
  char *bytes;
  size_t length;
};

struct link {
  struct link *previous, *next;
};

struct connection {
  struct link link; /* must stay the first member */
  enum { NOWHERE, IN_RING, IN_WHEEL } place;
  int descriptor;
  bool waiting_to_write;
  char *input; /* ends with a 0 that is no part of it */
  size_t length, capacity;
  const char *pending;
  size_t pending_length;
  bool streaming, usage;
  long step, chunks, every;
  uint64_t due; /* milliseconds */
};

static int epoll_descriptor;
static long default_chunks = 20, default_every = 0;
static struct link ring;         /* streams whose next event is due */
static struct link wheel[WHEEL]; /* streams that wait for their time */
static long ring_size, wheel_size;
static uint64_t tick;
static struct connection *grantor; /* who holds the sender back, if anyone */
static long granted;

static struct text whole, models, unknown, opening, words[WORDS], finish, usage, done;

/* ---- what is sent ---- */

#define IDENTITY "\"id\":\"chatcmpl-BenchBenchBenchBenchBench\""
#define CHUNK_START IDENTITY ",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"gpt-4o-mini\","
#define USAGE                                                                                              \
  "\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":40,\"total_tokens\":59,"                          \
  "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"                                    \
  "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"                              \
  "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"

static struct text text_of(char *bytes) {
  if (bytes == NULL) abort();
  return (struct text){bytes, strlen(bytes)};
}

static struct text answer(const char *status, const char *body) {
  char *bytes = NULL;
  if (asprintf(&bytes,
               "HTTP/1.1 %s\r\nContent-Type: application/json\r\nx-request-id: req_bench\r\n"
               "openai-processing-ms: 1\r\nContent-Length: %zu\r\n\r\n%s",
               status, strlen(body), body) < 0)
    abort();
  return text_of(bytes);
}

/* One event in one chunk of the transfer coding, with what goes before and after it. */
static struct text event(const char *before, const char *json, const char *after) {
  char *bytes = NULL;
  if (asprintf(&bytes, "%s%zx\r\ndata: %s\n\n\r\n%s", before, strlen(json) + 8, json, after) < 0) abort();
  return text_of(bytes);
}

static struct text delta(const char *before, const char *content, const char *reason) {
  char *json = NULL;
  if (asprintf(&json, "{" CHUNK_START "\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}", content,
               reason) < 0)
    abort();
  struct text result = event(before, json, "");
  free(json);
  return result;
}

static void prepare_texts(void) {
  static const char *const vocabulary[WORDS] = {" behind", " the",   " breakwater", " the",
                                                " water",  " stays", " quite",      " calm"};
  whole = answer("200 OK",
                 "{" IDENTITY
                 ",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"gpt-4o-mini\","
                 "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Behind the breakwater "
                 "the water stays quite calm, whatever the open sea is doing.\",\"refusal\":null,"
                 "\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}]," USAGE
                 ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\"}");
  models = answer("200 OK",
                  "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o-mini\",\"object\":\"model\","
                  "\"created\":1700000000,\"owned_by\":\"bench\"}]}");
  unknown = answer("404 Not Found",
                   "{\"error\":{\"message\":\"The bench upstream serves POST …/chat/completions and GET …/models\","
                   "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
  opening = delta(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nx-request-id: req_bench\r\n"
      "openai-processing-ms: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "\"role\":\"assistant\",\"content\":\"\"", "null");
  for (int i = 0; i < WORDS; i++) {
    char content[64];
    snprintf(content, sizeof content, "\"content\":\"%s\"", vocabulary[i]);
    words[i] = delta("", content, "null");
  }
  finish = delta("", "", "\"stop\"");
  usage = event("", "{" CHUNK_START "\"choices\":[]," USAGE "}", "");
  done = event("", "[DONE]", "0\r\n\r\n");
}

/* ---- the ring and the wheel ---- */

static void link_append(struct link *list, struct link *link) {
  link->previous = list->previous;
  link->next = list;
  list->previous->next = link;
  list->previous = link;
}

static void leave_place(struct connection *connection) {
  if (connection->place == NOWHERE) return;
  if (connection->place == IN_RING)
    ring_size--;
  else
    wheel_size--;
  connection->place = NOWHERE;
  connection->link.previous->next = connection->link.next;
  connection->link.next->previous = connection->link.previous;
}

static void enter_ring(struct connection *connection) {
  link_append(&ring, &connection->link);
  connection->place = IN_RING;
  ring_size++;
}

static void enter_wheel(struct connection *connection) {
  link_append(&wheel[connection->due % WHEEL], &connection->link);
  connection->place = IN_WHEEL;
  wheel_size++;
}

static uint64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Moves every stream whose time has come from the wheel to the ring; afterwards all that is left is due after `tick`. */
static void turn_wheel(void) {
  uint64_t now = milliseconds();
  if (wheel_size == 0) tick = now;
  while (tick < now) {
    tick++;
    struct link *slot = &wheel[tick % WHEEL];
    for (struct link *link = slot->next; link != slot;) {
      struct connection *connection = (struct connection *)link;
      link = link->next;
      if (connection->due > tick) continue;
      leave_place(connection);
      enter_ring(connection);
    }
  }
}

/* ---- one connection ---- */

static void watch(struct connection *connection, bool writable) {
  if (connection->waiting_to_write == writable) return;
  connection->waiting_to_write = writable;
  struct epoll_event event = {.events = EPOLLIN | (writable ? EPOLLOUT : 0), .data.ptr = connection};
  epoll_ctl(epoll_descriptor, EPOLL_CTL_MOD, connection->descriptor, &event);
}

static void discard(struct connection *connection) {
  leave_place(connection);
  if (connection == grantor) grantor = NULL;
  close(connection->descriptor);
  free(connection->input);
  free(connection);
}

/* Sends what is pending. False when the peer is gone; a full socket is watched until it takes the rest. */
static bool push(struct connection *connection) {
  ssize_t sent = send(connection->descriptor, connection->pending, connection->pending_length, MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno != EAGAIN && errno != EINTR) return false;
    sent = 0;
  }
  connection->pending += sent;
  connection->pending_length -= (size_t)sent;
  watch(connection, connection->pending_length > 0);
  return true;
}

static bool start(struct connection *connection, const struct text *text) {
  connection->pending = text->bytes;
  connection->pending_length = text->length;
  return push(connection);
}

/* The events of a stream by number: the role, the words, then the reason it ended, the usage if asked for, the end. */
static const struct text *event_at(const struct connection *connection, long step) {
  if (step == 0) return &opening;
  if (step <= connection->chunks) return &words[step % WORDS];
  step -= connection->chunks;
  if (step == 1) return &finish;
  if (step == 2 && connection->usage) return &usage;
  return &done;
}

/* Sends a stream's next event and puts it where it waits for the one after. */
static bool advance(struct connection *connection) {
  const struct text *text = event_at(connection, connection->step++);
  if (text == &done) connection->streaming = false;
  granted--; /* below 0 too: a stream's first event goes with its request's answer */
  return start(connection, text);
}

static void wait_for_turn(struct connection *connection) {
  if (!connection->streaming || connection->place != NOWHERE || connection->pending_length > 0) return;
  if (connection->every > 0 && connection->step <= connection->chunks) {
    connection->due += (uint64_t)connection->every;
    if (connection->due > tick) {
      enter_wheel(connection);
      return;
    }
  }
  enter_ring(connection);
}

/* ---- requests ---- */

struct request {
  const char *body;
  size_t body_length, total;
  bool chat, models;
};

enum parsed { COMPLETE, PARTIAL, BROKEN };

static enum parsed chunked_end(const char *body, const char *end, size_t *length) {
  const char *at = body;
  for (;;) {
    char *line = memchr(at, '\n', (size_t)(end - at));
    if (line == NULL) return PARTIAL;
    unsigned long size = strtoul(at, NULL, 16);
    if (size > LARGEST_REQUEST) return BROKEN;
    if ((size_t)(end - line - 1) < size + 2) return PARTIAL;
    at = line + 1 + size + 2;
    if (size == 0) break;
  }
  *length = (size_t)(at - body);
  return COMPLETE;
}

static enum parsed parse(const char *input, size_t length, struct request *request) {
  char *end_of_head = memmem(input, length, "\r\n\r\n", 4);
  if (end_of_head == NULL) return PARTIAL;
  char *end_of_line = memchr(input, '\r', length);
  size_t first_line = (size_t)(end_of_line - input);
  request->chat = memcmp(input, "POST ", 5) == 0 && memmem(input, first_line, "/chat/completions", 17) != NULL;
  request->models = memcmp(input, "GET ", 4) == 0 && memmem(input, first_line, "/models", 7) != NULL;
  request->body = end_of_head + 4;
  request->body_length = 0;
  bool chunked = false;
  for (char *line = end_of_line; line < end_of_head; line = memchr(line, '\r', length)) {
    line += 2;
    if (strncasecmp(line, "content-length:", 15) == 0) request->body_length = strtoul(line + 15, NULL, 10);
    if (strncasecmp(line, "transfer-encoding:", 18) == 0) chunked = true;
  }
  if (request->body_length > LARGEST_REQUEST) return BROKEN;
  if (chunked) {
    enum parsed parsed = chunked_end(request->body, input + length, &request->body_length);
    if (parsed != COMPLETE) return parsed;
  }
  request->total = (size_t)(request->body - input) + request->body_length;
  return request->total <= length ? COMPLETE : PARTIAL;
}

static bool says_true(const char *body, size_t length, const char *key) {
  const char *at = memmem(body, length, key, strlen(key));
  if (at == NULL) return false;
  for (at += strlen(key); *at == ' ' || *at == ':'; at++) continue;
  return *at == 't';
}

static bool answer_request(struct connection *connection, const struct request *request) {
  if (!request->chat) return start(connection, request->models ? &models : &unknown);
  connection->streaming = says_true(request->body, request->body_length, "\"stream\"");
  if (!connection->streaming) return start(connection, &whole);
  connection->usage = says_true(request->body, request->body_length, "\"include_usage\"");
  connection->chunks = default_chunks;
  connection->every = default_every;
  const char *hint = memmem(request->body, request->body_length, "bench chunks=", 13);
  if (hint != NULL) sscanf(hint, "bench chunks=%ld every=%ld", &connection->chunks, &connection->every);
  connection->step = 0;
  connection->due = milliseconds();
  bool open = advance(connection);
  if (open) wait_for_turn(connection);
  return open;
}

/* Answers the request at the head of the input, once the one before it is answered. */
static bool serve_input(struct connection *connection) {
  while (connection->length > 0 && !connection->streaming && connection->pending_length == 0) {
    struct request request;
    enum parsed parsed = parse(connection->input, connection->length, &request);
    if (parsed == BROKEN) return false;
    if (parsed == PARTIAL) return true;
    bool open = answer_request(connection, &request);
    connection->length -= request.total;
    memmove(connection->input, connection->input + request.total, connection->length);
    connection->input[connection->length] = 0;
    if (!open) return false;
  }
  return true;
}

/* Adds up grants, which are all that such a connection sends. */
static bool take_grants(struct connection *connection) {
  size_t first = 0;
  if (connection != grantor) {
    grantor = connection;
    granted = 0;
    first = 1;
  }
  for (size_t i = first; i < connection->length; i++) granted += (unsigned char)connection->input[i];
  connection->length = 0;
  return true;
}

static bool receive(struct connection *connection) {
  if (connection->capacity - connection->length < FIRST_CAPACITY / 2) {
    if (connection->capacity >= LARGEST_REQUEST) return false;
    connection->capacity *= 2;
    connection->input = realloc(connection->input, connection->capacity + 1);
    if (connection->input == NULL) abort();
  }
  ssize_t got = recv(connection->descriptor, connection->input + connection->length,
                     connection->capacity - connection->length, 0);
  if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
  connection->length += (size_t)got;
  connection->input[connection->length] = 0; /* the parsing above may stop at it */
  if (connection == grantor || connection->input[0] == 'W') return take_grants(connection);
  return serve_input(connection);
}

static void accept_all(int listener) {
  int descriptor;
  while ((descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) abort();
    connection->descriptor = descriptor;
    connection->capacity = FIRST_CAPACITY;
    connection->input = malloc(FIRST_CAPACITY + 1);
    if (connection->input == NULL) abort();
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(epoll_descriptor, EPOLL_CTL_ADD, descriptor, &event);
  }
}

/* ---- the loop ---- */

static void handle(struct connection *connection, uint32_t events) {
  bool open = true;
  if (events & EPOLLOUT) {
    open = push(connection) && serve_input(connection);
    if (open) wait_for_turn(connection);
  }
  if (open && (events & (EPOLLIN | EPOLLHUP | EPOLLERR))) open = receive(connection);
  if (!open) discard(connection);
}

/* One event of every stream that is due, so that none runs ahead of the others. */
static void send_round(void) {
  for (long left = ring_size; left > 0 && ring_size > 0; left--) {
    if (grantor != NULL && granted <= 0) return;
    struct connection *connection = (struct connection *)ring.next;
    leave_place(connection);
    if (!advance(connection) || !serve_input(connection))
      discard(connection);
    else
      wait_for_turn(connection);
  }
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, BACKLOG) != 0) {
    fprintf(stderr, "upstream: port %d: %s\n", port, strerror(errno));
    exit(1);
  }
  return listener;
}

static void run(int listener) {
  static struct epoll_event events[EVENTS];
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll_descriptor, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    bool held = ring_size > 0 && grantor != NULL && granted <= 0;
    int timeout = held ? STALL : ring_size > 0 ? 0 : wheel_size > 0 ? 1 : -1;
    int count = epoll_wait(epoll_descriptor, events, EVENTS, timeout);
    if (held && count == 0) granted = ring_size;
    turn_wheel();
    for (int i = 0; i < count; i++) {
      if (events[i].data.ptr == NULL)
        accept_all(listener);
      else
        handle(events[i].data.ptr, events[i].events);
    }
    send_round();
  }
}

int main(int argc, char **argv) {
  int port = 0;
  for (int i = 1; i + 1 < argc; i += 2) {
    long value = atol(argv[i + 1]);
    if (strcmp(argv[i], "--port") == 0)
      port = (int)value;
    else if (strcmp(argv[i], "--chunks") == 0)
      default_chunks = value;
    else if (strcmp(argv[i], "--every") == 0)
      default_every = value;
    else
      port = -1;
  }
  if (port <= 0 || argc % 2 == 0) {
    fprintf(stderr, "usage: upstream --port N [--chunks N] [--every MILLISECONDS]\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  prepare_texts();
  ring.previous = ring.next = &ring;
  for (int i = 0; i < WHEEL; i++) wheel[i].previous = wheel[i].next = &wheel[i];
  tick = milliseconds();
  epoll_descriptor = epoll_create1(EPOLL_CLOEXEC);
  run(listen_on(port));
}
