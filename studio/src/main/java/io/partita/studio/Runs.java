package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The runs that a lake tells of in {@code _partita/_running/ID.json}, as {@code partita-lake}
 * writes it, and the metrics of trainings among them. An id is looked up in that folder, and of a
 * model's folder that is named there {@code metrics.jsonl} alone is read.
 */
final class Runs {
  private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}-[0-9a-f]{8}");
  private static final int MOST = 100;
  private static final int MOST_BYTES = 1 << 16;

  /** A run writes its file every two seconds. */
  private static final Duration SILENT = Duration.ofSeconds(12);

  private static final int CHUNK_BYTES = 2 << 20;
  private static final long MOST_METRICS_BYTES = 512L << 20;
  private static final int MOST_COLUMNS = 200;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 2_000;
  private static final int MOST_OPTIONS = 200;
  private static final Set<String> TEXTS =
      Set.of(
          "command",
          "version",
          "dataset",
          "model",
          "host",
          "stage",
          "unit",
          "message",
          "loss_unit");
  private static final Set<String> TIMES = Set.of("begun_at", "updated_at", "ended_at");
  private static final Set<String> NUMBERS =
      Set.of("pid", "exit_code", "done", "total", "seconds_left");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOST = hostName();

  private final Path folder;

  Runs(Path lake) {
    this.folder = lake.resolve("_partita").resolve("_running");
  }

  /**
   * Those that go on, and then the others; of both the newest first. To what is in its file a run
   * has {@code state}, one of running, stopped, finished and failed, and of a training {@code
   * metrics_bytes}, how long its metrics are by now. Its {@code options} are texts by name.
   */
  List<ObjectNode> list() throws IOException {
    List<String> ids;
    try (Stream<Path> files = Files.list(folder)) {
      ids =
          files
              .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
              .filter(ID.asMatchPredicate())
              .distinct()
              .sorted(Comparator.reverseOrder())
              .limit(MOST)
              .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    List<ObjectNode> runs = new ArrayList<>();
    for (String id : ids) {
      read(id).ifPresent(runs::add);
    }
    runs.sort(Comparator.comparing(run -> !run.path("state").asText().equals("running")));
    return runs;
  }

  /** Nothing where there is no such run, or its file is not one that a run writes. */
  private Optional<ObjectNode> read(String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    JsonNode told;
    try (SeekableByteChannel file = open(folder.resolve(id + ".json"))) {
      if (file.size() > MOST_BYTES) {
        return Optional.empty();
      }
      told = JSON.readTree(bytes(file, 0, (int) file.size()));
    } catch (IOException e) { // gone, a link, or no JSON
      return Optional.empty();
    }
    ObjectNode run = JSON.createObjectNode().put("id", id);
    for (String name : TEXTS) {
      String text = told.path(name).isTextual() ? told.path(name).asText() : null;
      run.put(name, text == null || text.length() <= LONGEST_TEXT ? text : null);
    }
    for (String name : TIMES) {
      Instant time = time(told.path(name));
      run.put(name, time == null ? null : time.toString());
    }
    for (String name : NUMBERS) {
      run.set(name, told.path(name).isNumber() ? told.path(name) : null);
    }
    if (told.path("options").isObject()) {
      addOptions(run.putObject("options"), "", told.path("options"));
    }
    run.put("state", state(told, Instant.now()));
    Path metrics = metricsFile(run);
    run.put("metrics_bytes", metrics == null ? 0 : size(metrics));
    return Optional.of(run);
  }

  /** As a flat list: options within an option have its name before them and a dot. */
  private static void addOptions(ObjectNode options, String prefix, JsonNode told) {
    told.fields()
        .forEachRemaining(
            field -> {
              String name = prefix + field.getKey();
              String value = field.getValue().asText();
              if (field.getValue().isObject() && prefix.isEmpty()) {
                addOptions(options, name + ".", field.getValue());
              } else if (options.size() < MOST_OPTIONS
                  && name.length() <= LONGEST_NAME
                  && value.length() <= LONGEST_TEXT
                  && field.getValue().isValueNode()) {
                options.put(name, value);
              }
            });
  }

  private static Instant time(JsonNode text) {
    try {
      return Instant.parse(text.asText());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String state(JsonNode told, Instant now) {
    if (time(told.path("ended_at")) != null) {
      return told.path("exit_code").asInt() == 0 ? "finished" : "failed";
    }
    boolean isGone = told.path("host").asText().equals(HOST) && !isAlive(told);
    Instant updated = time(told.path("updated_at"));
    boolean isSilent = updated == null || updated.isBefore(now.minus(SILENT));
    return isGone || isSilent ? "stopped" : "running";
  }

  /** A process that got the number of one that is gone began at another time. */
  private static boolean isAlive(JsonNode told) {
    long begun = told.path("pid_started").asLong();
    return ProcessHandle.of(told.path("pid").asLong())
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant().map(Instant::toEpochMilli))
        .filter(started -> begun == 0 || started == begun)
        .isPresent();
  }

  private static Path metricsFile(JsonNode run) {
    String model = run.path("model").asText("");
    try {
      Path path = Path.of(model);
      return path.isAbsolute() ? path.normalize().resolve("metrics.jsonl") : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** 0 where there is no plain file. */
  private static long size(Path file) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? attributes.size() : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * The next metrics of a training: as many as fit into two megabytes.
   *
   * @param since bytes of the file that are known
   * @return {@code from}, the first byte that was read, 0 where the file is no longer the one that
   *     is known; {@code next}, where to go on; {@code size} of the file; {@code count} of the
   *     points, and {@code columns}: by name a value of each point, null where it has none
   * @throws BadRequest where there is no such run, or it is no training
   */
  Map<String, Object> metrics(String id, long since) throws IOException {
    ObjectNode run =
        read(id).orElseThrow(() -> BadRequest.notFound("There is no such run in the lake."));
    Path path = metricsFile(run);
    if (path == null) {
      throw BadRequest.notFound("This run is no training on this machine, so it has no metrics.");
    }
    Columns columns = new Columns();
    long from = 0;
    long next = 0;
    long size = size(path);
    if (size > MOST_METRICS_BYTES) {
      throw new BadRequest("The metrics are more than " + MOST_METRICS_BYTES + " bytes.");
    }
    if (size > 0) {
      try (SeekableByteChannel file = open(path)) {
        size = file.size();
        boolean isKnown = since > 0 && since <= size && bytes(file, since - 1, 1)[0] == (byte) '\n';
        from = isKnown ? since : 0;
        byte[] chunk = bytes(file, from, (int) Math.min(CHUNK_BYTES, size - from));
        int end = chunk.length;
        while (end > 0 && chunk[end - 1] != '\n') {
          end--;
        }
        next = end == 0 ? size : from + end; // a line that is longer is no metric
        new String(chunk, 0, end, StandardCharsets.UTF_8).lines().forEach(columns::add);
      } catch (NoSuchFileException e) {
        size = 0; // deleted just now
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("from", from);
    answer.put("next", next);
    answer.put("size", size);
    answer.put("count", columns.count);
    answer.put("columns", columns.byName);
    return answer;
  }

  /** Numbers by name; those of an object within a line have its name before them and a dot. */
  private static final class Columns {
    private final Map<String, List<Double>> byName = new LinkedHashMap<>();
    private int count;

    private void add(String line) {
      JsonNode metric;
      try {
        metric = JSON.readTree(line);
      } catch (JsonProcessingException e) {
        return;
      }
      metric.fields().forEachRemaining(field -> put("", field));
      count++;
      byName.values().forEach(this::fill);
    }

    private void put(String prefix, Map.Entry<String, JsonNode> field) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject() && prefix.isEmpty()) {
        value.fields().forEachRemaining(inner -> put(name + ".", inner));
      } else if (value.isNumber()
          && name.length() <= LONGEST_NAME
          && (byName.containsKey(name) || byName.size() < MOST_COLUMNS)) {
        List<Double> column = byName.computeIfAbsent(name, key -> new ArrayList<>());
        while (column.size() < count) {
          column.add(null);
        }
        column.add(value.asDouble());
      }
    }

    private void fill(List<Double> column) {
      if (column.size() < count) {
        column.add(null);
      }
    }
  }

  private static SeekableByteChannel open(Path file) throws IOException {
    return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  private static byte[] bytes(SeekableByteChannel file, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    file.position(from);
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // until it is full, or the file was cut short meanwhile
    }
    return bytes.array();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
