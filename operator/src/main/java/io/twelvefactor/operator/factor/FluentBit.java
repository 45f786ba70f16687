package io.twelvefactor.operator.factor;

import io.twelvefactor.api.v1alpha1.LogCloudWatch;
import io.twelvefactor.api.v1alpha1.LogForward;
import io.twelvefactor.api.v1alpha1.LogHttp;
import io.twelvefactor.api.v1alpha1.Logs;
import java.util.Objects;

/**
 * What Fluent Bit is told, in the classic format, which every version reads that AWS for Fluent Bit
 * is made of (2.x: Fluent Bit 1.9; 3.x: 4.x). One text for all pods of a release: what differs from
 * pod to pod is in the environment.
 *
 * @see <a
 *     href="https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/format-schema">the
 *     format</a>
 */
final class FluentBit {
  /** Where the images look for their configuration. */
  static final String CONFIG_DIRECTORY = "/fluent-bit/etc";

  static final String CONFIG_FILE = "fluent-bit.conf";

  /** Where the offsets and what is not yet delivered are kept, over a restart of the sidecar. */
  static final String STATE_DIRECTORY = "/fluent-bit/state";

  /** Where the pod's own directory of /var/log/pods appears. */
  static final String LOG_DIRECTORY = "/var/log/pod";

  /** How often it looks for files that are new. */
  private static final int REFRESH_SECONDS = 2;

  /**
   * How long it goes on reading once its pod ends. Told to stop, it reads nothing more, not even a
   * file that it has not found yet: a Job of a moment would leave no line.
   */
  static final long LINGER_SECONDS = 5;

  /** How long it may take to deliver the rest once the app has ended. */
  static final int FLUSH_SECONDS = 10;

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int FORWARD_PORT = 24224;

  private final StringBuilder text = new StringBuilder();

  private FluentBit() {}

  /** The configuration for a sidecar as declared. */
  static String config(Logs logs) {
    FluentBit config = new FluentBit();
    config.service();
    config.input();
    config.filters(logs);
    config.output(logs);
    return config.text.toString();
  }

  private void service() {
    section("SERVICE");
    entry("Flush", 1);
    entry("Grace", FLUSH_SECONDS);
    entry("Daemon", "Off");
    entry("Log_Level", "warn");
    entry("storage.path", STATE_DIRECTORY + "/buffer");
    // What is held in memory at once; the rest waits in files.
    entry("storage.max_chunks_up", 16);
    entry("storage.backlog.mem_limit", "8M");
  }

  private void input() {
    section("INPUT");
    entry("Name", "tail");
    entry("Tag", "${POD_NAMESPACE}.${POD_NAME}");
    // The app's own container alone: what the sidecar itself writes can never come back to it. The
    // pattern must not match rotated files (0.log.20260101-000000), or they are read again.
    entry("Path", LOG_DIRECTORY + "/${CONTAINER}/*.log");
    entry("multiline.parser", "cri");
    entry("DB", STATE_DIRECTORY + "/offsets.db");
    // The directory comes to be after the sidecar has started, and nothing written is to be missed.
    entry("Read_from_Head", "On");
    entry("Refresh_Interval", REFRESH_SECONDS);
    entry("Rotate_Wait", 30);
    entry("Skip_Long_Lines", "On");
    entry("storage.type", "filesystem");
  }

  private void filters(Logs logs) {
    if (logs.multiline() != null) {
      section("FILTER");
      entry("Name", "multiline");
      entry("Match", "*");
      entry("multiline.key_content", "log");
      entry("multiline.parser", logs.multiline().name());
      // What waits to become whole has left the input, whose offset has moved on.
      entry("emitter_storage.type", "filesystem");
    }
    section("FILTER");
    entry("Name", "record_modifier");
    entry("Match", "*");
    entry("Record", "namespace ${POD_NAMESPACE}");
    entry("Record", "pod ${POD_NAME}");
    entry("Record", "app ${APP}");
    entry("Record", "process ${PROCESS}");
    entry("Record", "release ${RELEASE}");
    // Whether the runtime cut the line: it is whole again by now.
    entry("Remove_key", "_p");
  }

  private void output(Logs logs) {
    section("OUTPUT");
    if (logs.cloudWatch() != null) {
      cloudWatch(logs.cloudWatch());
    } else if (logs.http() != null) {
      http(logs.http());
    } else if (logs.forward() != null) {
      forward(logs.forward());
    } else {
      entry("Name", "stdout");
      entry("Match", "*");
      entry("Format", "json_lines");
      entry("json_date_format", "iso8601");
    }
    // In the order of the stream. While the sink is out, the oldest is given up for the newest.
    entry("Workers", 1);
    entry("Retry_Limit", "no_limits");
    entry("storage.total_limit_size", "32M");
  }

  private void cloudWatch(LogCloudWatch sink) {
    entry("Name", "cloudwatch_logs");
    entry("Match", "*");
    entry("region", sink.region());
    entry("log_group_name", sink.logGroup());
    if (sink.streamPrefix() == null) {
      entry("log_stream_name", "${POD_NAMESPACE}.${POD_NAME}");
    } else {
      entry("log_stream_prefix", sink.streamPrefix()); // the tag follows
    }
    entry("auto_create_group", "false");
  }

  private void http(LogHttp sink) {
    entry("Name", "http");
    entry("Match", "*");
    entry("Host", sink.host());
    entry(
        "Port", Objects.requireNonNullElse(sink.port(), sink.encrypted() ? HTTPS_PORT : HTTP_PORT));
    entry("URI", Objects.requireNonNullElse(sink.uri(), "/"));
    entry("Format", "json_lines");
    entry("json_date_format", "iso8601");
    if (sink.authorization() != null) {
      entry("Header", "Authorization ${" + LogSidecar.SECRET + "}");
    }
    tls(sink.encrypted());
  }

  private void forward(LogForward sink) {
    entry("Name", "forward");
    entry("Match", "*");
    entry("Host", sink.host());
    entry("Port", Objects.requireNonNullElse(sink.port(), FORWARD_PORT));
    if (sink.sharedKey() != null) {
      entry("Shared_Key", "${" + LogSidecar.SECRET + "}");
      entry("Self_Hostname", "${POD_NAME}");
    }
    tls(sink.encrypted());
  }

  private void tls(boolean on) {
    entry("tls", on ? "On" : "Off");
    if (on) {
      entry("tls.verify", "On");
    }
  }

  private void section(String name) {
    text.append(text.isEmpty() ? "" : "\n").append('[').append(name).append("]\n");
  }

  private void entry(String key, Object value) {
    text.append("    ").append(key).append(' ').append(value).append('\n');
  }
}
