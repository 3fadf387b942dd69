package dev.breakwater.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The floor: nginx with one worker that passes everything on, as well tuned for it as we know. */
final class Nginx {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Nginx() {}

  static Relay start(
      Children children, Set<Integer> cores, Path program, Path scratch, int upstream, int port)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(scratch.resolve("nginx"));
    Path configuration = folder.resolve("nginx.conf");
    Path log = folder.resolve("nginx.log");
    boolean root = System.getProperty("user.name", "").equals("root");
    Files.writeString(configuration, configuration(root, upstream, port));
    long since = System.nanoTime();
    Process process =
        children.start(
            cores,
            log,
            folder,
            List.of(
                program.toString(),
                "-p",
                folder + "/",
                "-c",
                configuration.toString(),
                "-e",
                "stderr"));
    double startMillis = Probe.await(process, port, "/v1/models", since, PATIENCE, log);
    long worker =
        process
            .children()
            .findFirst()
            .orElseThrow(() -> new IOException("nginx has no worker; see " + log))
            .pid();
    return new Relay(Subject.NGINX, port, worker, process, startMillis);
  }

  /** A master that is root gives its worker away to another user unless told not to. */
  static String configuration(boolean root, int upstream, int port) {
    return """
    %sworker_processes 1;
    daemon off;
    pid nginx.pid;
    error_log stderr warn;
    events {
      worker_connections 20000;
    }
    http {
      access_log off;
      tcp_nodelay on;
      keepalive_timeout 3600s;
      keepalive_requests 1000000000;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      upstream provider {
        server 127.0.0.1:%d;
        keepalive 6000;
        keepalive_timeout 3600s;
        keepalive_requests 1000000000;
      }
      server {
        listen 127.0.0.1:%d backlog=65535;
        location / {
          proxy_pass http://provider;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
          proxy_read_timeout 600s;
        }
      }
    }
    """
        .formatted(root ? "user root;\n" : "", upstream, port);
  }
}
