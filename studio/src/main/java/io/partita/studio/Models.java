package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.score.Score;
import io.partita.synth.LoopLength;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The models that {@code partita studio} has told of, by name, and the loops that they make. A name
 * is looked up and never is a path.
 */
final class Models implements AutoCloseable {
  private static final int SECONDS_TO_BE_TOLD = 30;
  private static final String OPTIONS = "options";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CompletableFuture<Told> told;

  /** What a line of JSON says: {@code {"models": [{"name": …}, …], "commands": [words]}}. */
  private record Told(Map<String, JsonNode> models, CommandProcess commands) {
    private static Told of(String line) throws JsonProcessingException {
      JsonNode json = line == null ? JSON.createObjectNode() : JSON.readTree(line);
      Map<String, JsonNode> models = new LinkedHashMap<>();
      json.path("models").forEach(model -> models.put(model.path("name").asText(), model));
      List<String> words = new ArrayList<>();
      json.path("commands").forEach(word -> words.add(word.asText()));
      return new Told(models, new CommandProcess(words));
    }
  }

  private Models(CompletableFuture<Told> told) {
    this.told = told;
  }

  /** Those of a line that is going to be read; none where the stream ends. */
  static Models toldBy(InputStream in) {
    CompletableFuture<Told> told = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                told.complete(
                    Told.of(
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .readLine()));
              } catch (IOException e) {
                told.completeExceptionally(e);
              }
            },
            "models");
    reader.setDaemon(true);
    reader.start();
    return new Models(told);
  }

  private Told told() {
    try {
      return told.get(SECONDS_TO_BE_TOLD, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw BadRequest.unavailable("The models could not be read; the terminal says why.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BadRequest.unavailable("The studio is closing.");
    }
  }

  /** Name, kind and what it makes of each. */
  ObjectNode list() {
    ObjectNode list = JSON.createObjectNode();
    ArrayNode array = list.putArray("models");
    for (JsonNode model : told().models().values()) {
      ObjectNode one = array.addObject();
      for (String field : List.of("name", "kind", "makes", "facts")) {
        one.set(field, model.path(field));
      }
      one.put("generates", model.has(OPTIONS));
    }
    return list;
  }

  /** All that is known of one. */
  JsonNode model(String name) {
    JsonNode model = told().models().get(name);
    if (model == null) {
      throw BadRequest.notFound("There is no model " + name + " here; see --model.");
    }
    return model;
  }

  /**
   * Makes a loop by the command line of a model.
   *
   * @param body a JSON object of the model's options
   * @return the MIDI file, its notes as {@link NoteBytes}, bars and length in seconds, the command
   *     line, and how many milliseconds it took
   */
  Map<String, Object> generate(String name, String body)
      throws IOException, MalformedInputException {
    JsonNode model = model(name);
    if (!model.has(OPTIONS)) {
      throw BadRequest.notFound("Model " + name + " makes no loops here.");
    }
    List<String> words = new ArrayList<>(List.of("generate", model.path("model").asText()));
    words.addAll(options(model.path(OPTIONS), object(body)));
    long begin = System.nanoTime();
    byte[] midi = midi(words);
    long tookMs = (System.nanoTime() - begin) / 1_000_000;
    Score score = MidiReader.read(midi);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("midi", base64(midi));
    answer.put("notes", base64(NoteBytes.of(score.notes())));
    answer.put("bars", Bars.of(midi));
    answer.put("seconds", LoopLength.of(score).map(LoopLength::seconds).orElse(0.0));
    answer.put("command", CommandText.of(words));
    answer.put("took_ms", tookMs);
    return answer;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static JsonNode object(String body) {
    try {
      JsonNode options = JSON.readTree(body.isBlank() ? "{}" : body);
      if (options.isObject()) {
        return options;
      }
    } catch (JsonProcessingException e) {
      throw new BadRequest("The body is no JSON: " + e.getOriginalMessage());
    }
    throw new BadRequest("The body must be an object, as {\"seed\": 1}.");
  }

  /** Options as words of a command line, in the order of the model's. */
  private List<String> options(JsonNode known, JsonNode given) {
    Map<String, JsonNode> left = new LinkedHashMap<>();
    given.fields().forEachRemaining(field -> left.put(field.getKey(), field.getValue()));
    List<String> words = new ArrayList<>();
    for (JsonNode option : known) {
      String name = option.path("name").asText();
      JsonNode value = left.remove(name);
      if (value != null) {
        words.add("--" + name);
        words.add(
            option.has("choices") ? choice(name, option, value) : number(name, option, value));
      }
    }
    Iterator<String> unknown = left.keySet().iterator();
    if (unknown.hasNext()) {
      throw new BadRequest("There is no option " + unknown.next() + " of this model.");
    }
    return words;
  }

  private static String number(String name, JsonNode option, JsonNode value) {
    double least = option.path("least").asDouble();
    double most = option.path("most").asDouble();
    boolean isWhole = name.equals("seed");
    if (!value.isNumber()
        || !(value.asDouble() >= least && value.asDouble() <= most)
        || (isWhole && value.decimalValue().stripTrailingZeros().scale() > 0)) {
      throw new BadRequest(
          "%s must be %s%s to %s, not %s."
              .formatted(
                  name, isWhole ? "a whole number, " : "", plain(least), plain(most), value));
    }
    return value.decimalValue().stripTrailingZeros().toPlainString();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** A choice that is a model's name is that model. */
  private String choice(String name, JsonNode option, JsonNode value) {
    List<String> choices = new ArrayList<>();
    option.path("choices").forEach(choice -> choices.add(choice.asText()));
    if (!value.isTextual() || !choices.contains(value.asText())) {
      throw new BadRequest(
          "%s must be %s, not %s.".formatted(name, String.join(" or ", choices), value));
    }
    JsonNode model = told().models().get(value.asText());
    return model == null ? value.asText() : model.path("model").asText();
  }

  private byte[] midi(List<String> words) throws IOException {
    Path folder = Files.createTempDirectory("partita-studio");
    try {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("--only", "mid", "--out", folder.toString()));
      JsonNode answer = told().commands().run(all);
      int exit = answer.path("exit").asInt();
      if (exit != 0) {
        String said = answer.path("err").asText().strip();
        throw exit == 2 ? new BadRequest(said) : BadRequest.unavailable(said);
      }
      try (Stream<Path> files = Files.list(folder)) {
        return Files.readAllBytes(files.findFirst().orElseThrow());
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    if (told.isDone() && !told.isCompletedExceptionally()) {
      told.join().commands().close();
    }
  }
}
