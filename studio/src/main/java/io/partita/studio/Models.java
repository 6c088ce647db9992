package io.partita.studio;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.process.DaemonThread;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The models that {@code partita studio} has told of, by name, and the loops that they make. A name
 * is looked up and never is a path.
 */
final class Models implements AutoCloseable {
  private static final int SECONDS_TO_BE_TOLD = 30;
  private static final String OPTIONS = "options";
  private static final List<String> ENDS = List.of("from", "to");
  private static final String WAY = "way";

  /** Texts of which an option takes some. */
  private static final String SEVERAL = "several";

  private static final int MOST_STEPS = 33;
  private static final int MOST_BARS = 10_000;

  /** What an option says of how notes are played and not of which are drawn. */
  private static final String PLAYS = "plays";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CompletableFuture<Told> told;

  /** Names of models that have been used, or are for the first time. */
  private final Set<String> warm = ConcurrentHashMap.newKeySet();

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
    new DaemonThread(
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
            "models")
        .start();
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
      for (String field : List.of("edit", "between", "samples", "sounds")) {
        if (model.has(field)) {
          one.set(field, model.path(field));
        }
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
    return loop(generating(model, object(body), option -> true));
  }

  /**
   * Makes one of the pieces that show what a model does, by its command line.
   *
   * @param body a JSON object with the piece's seed, one of the model's {@code samples}, and
   *     options of its {@code sampling}
   * @return as {@link #generate}; of a model whose samples are {@code sounds} the WAV file, the
   *     command line, and how many milliseconds it took
   */
  Map<String, Object> sample(String name, String body) throws IOException, MalformedInputException {
    JsonNode model = model(name);
    ObjectNode given = object(body);
    JsonNode seed = given.remove("seed");
    for (JsonNode one : model.path("samples")) {
      if (one.equals(seed)) {
        List<String> words = new ArrayList<>(List.of("generate", model.path("model").asText()));
        words.addAll(List.of("--seed", one.asText()));
        words.addAll(options(model.path("sampling"), given, option -> true));
        return model.path("sounds").asBoolean() ? sound(words) : loop(words);
      }
    }
    throw BadRequest.notFound("Model " + name + " has no sample of seed " + seed + ".");
  }

  private Map<String, Object> loop(List<String> words) throws IOException, MalformedInputException {
    return made(words, CommandText.of(words, "loops"));
  }

  private Map<String, Object> sound(List<String> words) throws IOException {
    long begin = System.nanoTime();
    Map<String, Object> answer = new LinkedHashMap<>();
    try (NewFolder out = new NewFolder()) {
      answer.put("wav", base64(Files.readAllBytes(made(words, "wav", out.path()).get(0))));
    }
    answer.put("command", CommandText.of(words, "sounds"));
    answer.put("took_ms", (System.nanoTime() - begin) / 1_000_000);
    return answer;
  }

  private Map<String, Object> made(List<String> words, String command)
      throws IOException, MalformedInputException {
    long begin = System.nanoTime();
    Map<String, Object> answer;
    try (NewFolder out = new NewFolder()) {
      answer = loop(made(words, out.path()).get(0));
    }
    answer.put("command", command);
    answer.put("took_ms", (System.nanoTime() - begin) / 1_000_000);
    return answer;
  }

  /**
   * Does with a MIDI file what a model can, as to continue it, by its command line.
   *
   * @param body a JSON object of the options; its {@code item} is ignored
   * @return as {@link #generate}; with {@code new_from} where the file is continued: the second in
   *     which the new bars begin
   */
  Map<String, Object> edit(String name, MidiFile file, String body)
      throws IOException, MalformedInputException {
    JsonNode edit = model(name).path("edit");
    if (edit.isMissingNode()) {
      throw BadRequest.notFound("Model " + name + " does nothing with files here.");
    }
    ObjectNode given = object(body);
    given.remove("item");
    List<String> words = new ArrayList<>();
    edit.path("command").forEach(word -> words.add(word.asText()));
    int place = words.size();
    words.add(file.name());
    words.addAll(options(edit.path(OPTIONS), given, option -> true));
    String command = CommandText.of(words, "takes");
    Map<String, Object> answer;
    try (NewFolder in = new NewFolder()) {
      Path item = written(in, "item.mid", file);
      words.set(place, item.toString());
      try {
        answer = made(words, command);
      } catch (BadRequest e) {
        throw e.with(e.getMessage().replace(item.toString(), file.name()));
      }
    }
    List<?> bars = (List<?>) answer.get("bars");
    int kept = given.path(edit.path("kept").asText()).asInt(bars.size());
    if (kept < bars.size()) {
      answer.put("new_from", bars.get(kept));
    }
    return answer;
  }

  /**
   * Does what a model usually does with a MIDI file, once, and adds the least to it: the first time
   * takes seconds, most of them to start a Java and to read the model.
   */
  Map<String, Object> warm(String name, MidiFile file) throws IOException, MalformedInputException {
    JsonNode edit = model(name).path("edit");
    ObjectNode usual = JSON.createObjectNode();
    for (JsonNode option : edit.path(OPTIONS)) {
      boolean isAdded = option.path("name").equals(edit.path("added"));
      usual.set(option.path("name").asText(), option.path(isAdded ? "least" : "usual"));
    }
    if (warm.add(name)) {
      try {
        edit(name, file, usual.toString());
      } catch (BadRequest e) { // whoever wants it is told why then
        warm.remove(name);
      }
    }
    return Map.of();
  }

  /**
   * Loops, or bars of pieces, from one to another.
   *
   * @param loops as {@link #generate} returns one
   * @param commands that make them
   * @param tookMs milliseconds
   */
  record Way(
      List<Map<String, Object>> loops,
      List<String> commands,
      @JsonProperty("took_ms") long tookMs) {}

  /**
   * Makes the loops on the way from one to another, both included, by the command line of a model.
   *
   * @param body a JSON object: {@code from} and {@code to}, options by which the model draws, as
   *     {@code {"seed": 1}}; {@code steps}; and options by which the way is played
   */
  Way interpolate(String name, String body) throws IOException, MalformedInputException {
    JsonNode model = model(name);
    if (!model.path("interpolates").asBoolean()) {
      throw BadRequest.notFound("Model " + name + " does not interpolate.");
    }
    ObjectNode given = object(body);
    String steps = steps(given);
    List<List<String>> ends = new ArrayList<>();
    for (String end : ENDS) {
      ObjectNode drawn = end(given, end, "{\"seed\": 1}");
      ends.add(generating(model, drawn, option -> !option.path(PLAYS).asBoolean()));
    }
    List<String> how = new ArrayList<>(List.of("--steps", steps));
    how.addAll(options(model.path(OPTIONS), given, option -> option.path(PLAYS).asBoolean()));
    long begin = System.nanoTime();
    List<String> commands = new ArrayList<>();
    List<Map<String, Object>> loops;
    try (NewFolder from = new NewFolder();
        NewFolder to = new NewFolder()) {
      Path first = made(ends.get(0), from.path()).get(0);
      Path last = made(ends.get(1), to.path()).get(0);
      loops = way(interpolating(model, "" + first, "" + last, how));
      commands.add(CommandText.of(ends.get(0), ENDS.get(0)));
      commands.add(CommandText.of(ends.get(1), ENDS.get(1)));
      String start = "from/" + first.getFileName();
      List<String> words = interpolating(model, start, "to/" + last.getFileName(), how);
      commands.add(CommandText.of(words, WAY));
    }
    return new Way(loops, commands, (System.nanoTime() - begin) / 1_000_000);
  }

  /**
   * Makes what is on the way from a bar of one MIDI file to a bar of another, both included, by the
   * command line of a model.
   *
   * @param from named unlike {@code to}, unless they are the same
   * @param body a JSON object: {@code from} and {@code to}, each an object that may have the {@code
   *     bar}, from 1, else the first that the model can use is taken; {@code steps}; and options by
   *     which the way is played
   */
  Way between(String name, MidiFile from, MidiFile to, String body)
      throws IOException, MalformedInputException {
    JsonNode model = model(name);
    JsonNode between = model.path("between");
    if (between.isMissingNode()) {
      throw BadRequest.notFound("Model " + name + " makes nothing between two pieces.");
    }
    ObjectNode given = object(body);
    List<String> how = new ArrayList<>();
    for (String end : ENDS) {
      JsonNode bar = end(given, end, "{\"item\": \"…\", \"bar\": 1}").path("bar");
      if (!bar.isMissingNode()) {
        how.addAll(start(between, end, bar));
      }
    }
    how.addAll(List.of("--steps", steps(given)));
    how.addAll(options(between.path(OPTIONS), given, option -> true));
    long begin = System.nanoTime();
    try (NewFolder in = new NewFolder()) {
      Path first = written(in, "from.mid", from);
      Path last = written(in, "to.mid", to);
      List<Map<String, Object>> loops;
      try {
        loops = way(interpolating(model, "" + first, "" + last, how));
      } catch (BadRequest e) {
        String said = e.getMessage().replace("" + first, from.name());
        throw e.with(said.replace("" + last, to.name()));
      }
      String command = CommandText.of(interpolating(model, from.name(), to.name(), how), WAY);
      return new Way(loops, List.of(command), (System.nanoTime() - begin) / 1_000_000);
    }
  }

  /** A file under a short name, as titles of several bytes a letter may be too long for a disk. */
  private static Path written(NewFolder in, String name, MidiFile file) throws IOException {
    return Files.write(in.path().resolve(name), Base64.getDecoder().decode(file.base64()));
  }

  /** The option that says where in its file a way starts or ends. */
  private static List<String> start(JsonNode between, String end, JsonNode bar) {
    if (!between.has(end)) {
      throw new BadRequest("This model takes the first bars of a piece: leave out bar.");
    }
    if (!bar.isInt() || bar.asInt() < 1 || bar.asInt() > MOST_BARS) {
      throw new BadRequest("bar must be 1 to " + MOST_BARS + ", not " + bar + ".");
    }
    int step = (bar.asInt() - 1) * between.path("steps_per_bar").asInt();
    return List.of("--" + between.path(end).asText(), "" + step);
  }

  private static String steps(ObjectNode given) {
    JsonNode steps = given.remove("steps");
    if (steps == null || !steps.isInt() || steps.asInt() < 2 || steps.asInt() > MOST_STEPS) {
      throw new BadRequest("steps must be 2 to " + MOST_STEPS + ", not " + steps + ".");
    }
    return steps.toString();
  }

  private static ObjectNode end(ObjectNode given, String end, String example) {
    if (given.remove(end) instanceof ObjectNode object) {
      return object;
    }
    throw new BadRequest(end + " must be an object, as " + example + ".");
  }

  private static List<String> interpolating(
      JsonNode model, String from, String to, List<String> how) {
    List<String> words = new ArrayList<>(List.of("interpolate", from, to));
    words.addAll(List.of("--model", model.path("model").asText()));
    words.addAll(how);
    return words;
  }

  /** The steps of a way. */
  private List<Map<String, Object>> way(List<String> words)
      throws IOException, MalformedInputException {
    List<Map<String, Object>> loops = new ArrayList<>();
    try (NewFolder out = new NewFolder()) {
      List<Path> files = made(words, out.path());
      for (Path file : files.subList(0, files.size() - 1)) { // the whole way is the last
        loops.add(loop(file));
      }
    }
    return loops;
  }

  private static Map<String, Object> loop(Path file) throws IOException, MalformedInputException {
    byte[] midi = Files.readAllBytes(file);
    Score score = MidiReader.read(midi);
    Map<String, Object> loop = new LinkedHashMap<>();
    loop.put("midi", base64(midi));
    loop.put("notes", base64(NoteBytes.of(score.notes())));
    loop.put("bars", Timeline.bars(midi));
    loop.put("seconds", LoopLength.of(score).map(LoopLength::seconds).orElse(0.0));
    return loop;
  }

  private List<String> generating(JsonNode model, ObjectNode given, Predicate<JsonNode> known) {
    List<String> words = new ArrayList<>(List.of("generate", model.path("model").asText()));
    words.addAll(options(model.path(OPTIONS), given, known));
    return words;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static ObjectNode object(String body) {
    try {
      if (JSON.readTree(body.isBlank() ? "{}" : body) instanceof ObjectNode options) {
        return options;
      }
    } catch (JsonProcessingException e) {
      throw new BadRequest("The body is no JSON: " + e.getOriginalMessage());
    }
    throw new BadRequest("The body must be an object, as {\"seed\": 1}.");
  }

  /** Options as words of a command line, in the order of the model's. */
  private List<String> options(JsonNode all, ObjectNode given, Predicate<JsonNode> known) {
    Map<String, JsonNode> left = new LinkedHashMap<>();
    given.fields().forEachRemaining(field -> left.put(field.getKey(), field.getValue()));
    List<String> words = new ArrayList<>();
    for (JsonNode option : all) {
      String name = option.path("name").asText();
      JsonNode value = known.test(option) ? left.remove(name) : null;
      if (value != null && !(option.has(SEVERAL) && value.equals(JSON.createArrayNode()))) {
        words.add("--" + name);
        words.add(word(name, option, value));
      }
    }
    Iterator<String> unknown = left.keySet().iterator();
    if (unknown.hasNext()) {
      throw new BadRequest("There is no option " + unknown.next() + " of this model.");
    }
    return words;
  }

  private String word(String name, JsonNode option, JsonNode value) {
    if (option.has(SEVERAL)) {
      return several(name, option.path(SEVERAL), value);
    }
    return option.has("choices") ? choice(name, option, value) : number(name, option, value);
  }

  private static String number(String name, JsonNode option, JsonNode value) {
    double least = option.path("least").asDouble();
    double most = option.path("most").asDouble();
    boolean isWhole = option.path("whole").asBoolean();
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

  /** Some of what an option takes several of, each at most once. */
  private static String several(String name, JsonNode all, JsonNode value) {
    if (!value.isArray()) {
      throw new BadRequest("%s must be a list, not %s.".formatted(name, value));
    }
    Set<String> known = new LinkedHashSet<>();
    all.forEach(one -> known.add(one.asText()));
    Set<String> some = new LinkedHashSet<>();
    for (JsonNode one : value) {
      if (!one.isTextual() || !known.contains(one.asText()) || !some.add(one.asText())) {
        throw new BadRequest(
            "%s must be some of %s, each once, not %s."
                .formatted(name, String.join(", ", known), one));
      }
    }
    return String.join(",", some);
  }

  private List<Path> made(List<String> words, Path folder) throws IOException {
    return made(words, "mid", folder);
  }

  /** Runs a command, and returns its files of one ending by name. */
  private List<Path> made(List<String> words, String ending, Path folder) throws IOException {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--only", ending, "--out", folder.toString()));
    JsonNode answer = told().commands().run(all);
    int exit = answer.path("exit").asInt();
    if (exit != 0) {
      String said = answer.path("err").asText().strip();
      throw exit == 2 ? new BadRequest(said) : BadRequest.unavailable(said);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** A folder that goes with what is in it. */
  private record NewFolder(Path path) implements AutoCloseable {
    NewFolder() throws IOException {
      this(Files.createTempDirectory("partita-studio"));
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
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
