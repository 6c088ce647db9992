package io.partita.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.form.SliceForm;
import io.partita.lake.file.Json;
import io.partita.lake.run.Spark;
import io.partita.model.Baselines;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.job.Generation;
import io.partita.model.job.Generator;
import io.partita.model.job.Humanizes;
import io.partita.model.job.KindJobs;
import io.partita.model.slices.SliceGenerator;
import io.partita.model.slices.SliceModel;
import io.partita.model.train.TrainedModel;
import io.partita.objective.Interpolator;
import io.partita.objective.LatentModel;
import io.partita.option.FeelOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the command tells the studio of models, as that reads no archive: by name the card, the
 * figures, and which options of {@code generate} a page offers.
 */
final class StudioModels {
  private static final String NONE = "none";
  private static final int MOST_SEED = 1_000_000_000;
  private static final int MOST_NEW_BARS = 64;
  private static final int MOST_KEPT_BARS = 10_000;
  private static final int USUAL_BARS = 8;

  /** How many pieces show what a model makes. */
  private static final int SAMPLES = 4;

  /** By what pages call them. */
  private final Map<String, TrainedModel<?>> models = new LinkedHashMap<>();

  /**
   * Adds a model under the last part of its path.
   *
   * @throws UserException where it cannot be read, or another one is called the same
   */
  void add(String folder) throws IOException {
    TrainedModel<?> model = TrainedModel.read(folder, Spark.hadoopConfiguration());
    String name = BuiltinModel.isNamed(folder) ? folder : model.folder().lastName();
    TrainedModel<?> other = models.putIfAbsent(name, model);
    if (other != null && !other.folder().isSameAs(model.folder())) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--model %s and %s are both called %s: rename one."
              .formatted(other.folder().name(), folder, name));
    }
  }

  void addBuiltin() throws IOException {
    for (String name : BuiltinModel.NAMES) {
      add(new BuiltinModel(name).option());
    }
  }

  /** All of them, in the order in which they were added. */
  ArrayNode json() throws IOException {
    ArrayNode all = Json.MAPPER.createArrayNode();
    for (Map.Entry<String, TrainedModel<?>> each : models.entrySet()) {
      all.add(json(each.getKey(), each.getValue()));
    }
    return all;
  }

  private ObjectNode json(String name, TrainedModel<?> model) throws IOException {
    Optional<Generator<?>> generator = Generator.of(model);
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("name", name).put("model", model.folder().name()).put("kind", model.kind().title());
    boolean plays = isHumanizer(model);
    json.put(
        "makes",
        plays
            ? "velocities and timing of drum loops"
            : generator.map(able -> product(able, model)).orElse(null));
    json.set("facts", Json.MAPPER.valueToTree(facts(model)));
    json.put("readme", readme(model).orElse(null));
    json.set("figures", figures(model));
    json.set("check", check(model));
    edit(generator, model, plays).ifPresent(edit -> json.set("edit", edit));
    generator
        .flatMap(able -> between(able, model))
        .ifPresent(between -> json.set("between", between));
    if (!plays && generator.isPresent()) {
      Generator<?> able = generator.get();
      int seed = exampleSeed(model);
      json.set("samples", Json.MAPPER.valueToTree(IntStream.range(seed, seed + SAMPLES).toArray()));
      json.put("sounds", able.makes() == Generation.Sound.class);
      if (able.makes() == Generation.Piece.class && !makesLoops(able)) {
        json.set("sampling", Json.MAPPER.valueToTree(sampling(able)));
      }
    }
    if (!plays && generator.filter(StudioModels::makesLoops).isPresent()) {
      json.set("options", options(generator.get(), model));
      json.put("interpolates", KindJobs.of(model, Interpolator.class).findAny().isPresent());
    }
    return json;
  }

  /** What the model does with a MIDI file: a command's words before the file, and its options. */
  private static Optional<ObjectNode> edit(
      Optional<Generator<?>> generator, TrainedModel<?> model, boolean plays) {
    String name = model.folder().name();
    if (plays) {
      List<Range> options =
          List.of(
              new Range("amount", "Amount", 0, 1, 0.05, 1),
              Range.SEED,
              new Range("temperature", "Temperature", 0, 2, 0.05, 0));
      return Optional.of(
          edit("Humanize", List.of("humanize", "--model", name), options).put("drums", true));
    }
    return generator.flatMap(
        able -> able.continuation().map(options -> continuation(able, options, name)));
  }

  private static ObjectNode continuation(
      Generator<?> generator, Generator.Continuation options, String name) {
    String kept = word(options.kept());
    List<Record> ranges =
        new ArrayList<>(
            List.of(
                Range.whole(kept, "From bar", 1, MOST_KEPT_BARS, USUAL_BARS),
                Range.whole(word(options.bars()), "New bars", 1, MOST_NEW_BARS, USUAL_BARS),
                Range.SEED,
                temperature(generator)));
    Some.instruments(generator).ifPresent(ranges::add);
    return edit("Continue", List.of("generate", name, options.file()), ranges)
        .put("kept", kept)
        .put("added", word(options.bars()));
  }

  private static ObjectNode edit(
      String label, List<String> command, List<? extends Record> options) {
    ObjectNode edit = Json.MAPPER.createObjectNode().put("label", label);
    edit.set("command", Json.MAPPER.valueToTree(command));
    edit.set("options", Json.MAPPER.valueToTree(options));
    return edit;
  }

  /**
   * What the model makes between two MIDI files: the options of {@code interpolate} that say how it
   * is played, and those that say in which bars the way starts and ends, if not at their first.
   */
  private Optional<ObjectNode> between(Generator<?> generator, TrainedModel<?> model) {
    return KindJobs.of(model, Interpolator.class)
        .findAny()
        .map(job -> (Interpolator<?, ?>) job)
        .filter(job -> generator.makes() == Generation.Piece.class && isAble(job, model))
        .map(
            job -> {
              ObjectNode between = Json.MAPPER.createObjectNode();
              boolean isFelt = job.options().stream().anyMatch(FeelOptions.class::isInstance);
              between.set(
                  "options", isFelt ? playing(generator, model) : Json.MAPPER.createArrayNode());
              job.starts()
                  .ifPresent(
                      starts ->
                          between
                              .put("from", word(starts.from()))
                              .put("to", word(starts.to()))
                              .put("steps_per_bar", starts.stepsPerBar()));
              return between.put("drums", isOfDrums(model));
            });
  }

  private static <M extends LatentModel<E>, E> boolean isAble(
      Interpolator<M, E> job, TrainedModel<?> model) {
    try {
      job.requireAble(model.as(job.kind()).model());
      return true;
    } catch (UserException e) {
      return false;
    }
  }

  /** Whether what the model learns of a file has the drums in it. */
  private static boolean isOfDrums(TrainedModel<?> model) {
    return model.model() instanceof SliceModel<?> slices && !slices.sliceCut().form().isOfTracks();
  }

  /** An option's name as the page sends it. */
  private static String word(String option) {
    return option.substring(2);
  }

  private static <M> String product(Generator<M> generator, TrainedModel<?> model) {
    return generator.product(model.as(generator.kind()).model());
  }

  /** Pieces of a few bars: all are equally long. */
  private static boolean makesLoops(Generator<?> generator) {
    return generator.makes() == Generation.Piece.class && generator.lengths().isEmpty();
  }

  private static Map<String, String> facts(TrainedModel<?> model) {
    ModelCard card = model.card();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Data set", card.provenance().dataset());
    facts.put("Examples", count(card.provenance().examples()));
    facts.put("Parameters", count(card.used().parameters()));
    facts.put("Epochs", count(card.state().epoch()));
    model.facts().forEach((fact, value) -> facts.put(fact.replace('_', ' '), value));
    facts.put("Trained by", "Partita " + card.provenance().version());
    return facts;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static Optional<String> readme(TrainedModel<?> model) throws IOException {
    Optional<byte[]> bytes =
        BuiltinModel.isNamed(model.folder().name())
            ? Optional.of(BuiltinModel.readme(model.folder().name()))
            : model.folder().read(BuiltinModel.README);
    return bytes.map(text -> new String(text, StandardCharsets.UTF_8));
  }

  /** Groups of rows: evaluations that lie beside the model, else the validation of its training. */
  private static ArrayNode figures(TrainedModel<?> model) throws IOException {
    ArrayNode groups = Json.MAPPER.createArrayNode();
    for (String file : List.of(ModelFolder.TEST, ModelFolder.EVALUATION)) {
      JsonNode found = Evaluation.beside(model, file);
      if (found != null) {
        groups.add(group(model.kind(), found.path(Evaluation.SPLIT).asText(), found));
      }
    }
    Metric metric = model.card().state().metric();
    boolean isUsed = metric != null && metric.iteration() == model.card().usedIteration();
    if (groups.isEmpty() && isUsed && !metric.validation().isEmpty()) {
      groups.add(
          group(
              model.kind(),
              model.card().provenance().validationSplit(),
              Json.MAPPER.valueToTree(metric.validation())));
    }
    return groups;
  }

  /** What {@code model check --gate} said of this very network; null if nothing. */
  private static ObjectNode check(TrainedModel<?> model) throws IOException {
    JsonNode found = Evaluation.beside(model, ModelFolder.CHECK);
    if (found == null) {
      return null;
    }
    ObjectNode check = Json.MAPPER.createObjectNode();
    for (String fact : List.of("gate", "dataset", "split", "model_run_id", "version")) {
      check.put(fact, found.path(fact).asText());
    }
    ArrayNode lines = check.putArray("checks");
    for (JsonNode line : found.path("checks")) {
      ObjectNode one = lines.addObject();
      one.put("figure", line.path("figure").asText().replace('_', ' '));
      one.set("model", number(line.path("model")));
      one.set("real", number(line.path("real")));
      one.put("bound", line.path("bound").asText());
      one.put("ok", line.path("ok").asBoolean());
    }
    return check;
  }

  /** By which a model is heard first. */
  private static int exampleSeed(TrainedModel<?> model) throws IOException {
    JsonNode found = Evaluation.beside(model, ModelFolder.EXAMPLE);
    int seed = found == null ? 1 : found.path("seed").asInt();
    return seed >= 1 && seed <= MOST_SEED ? seed : 1;
  }

  private static JsonNode number(JsonNode value) {
    return value.isNumber() ? value : null;
  }

  private static ObjectNode group(ModelKind<?> kind, String split, JsonNode figures) {
    ObjectNode group = Json.MAPPER.createObjectNode().put("split", split);
    ArrayNode rows = group.putArray("rows");
    Baselines baselines = kind.baselines();
    for (ModelFigure measure : kind.measures()) {
      JsonNode value = figures.path(measure.figure());
      if (!value.isNumber()) {
        continue;
      }
      ObjectNode row = rows.addObject().put("figure", measure.figure().replace('_', ' '));
      row.set("value", value);
      row.put("better", measure.isLowerBetter() ? "lower" : "higher");
      JsonNode interval = figures.path(Evaluation.INTERVALS).path(measure.figure());
      if (interval.size() == 2) {
        row.set("interval", interval);
      }
      if (rows.size() == 1 && measure.equals(kind.measures().get(0))) {
        ObjectNode beside = row.putObject("baselines");
        for (String name : baselines.names()) {
          JsonNode guess = figures.path(Evaluation.BASELINES).path(name).path(baselines.figure());
          if (guess.isNumber()) {
            beside.set(name, guess);
          }
        }
      }
    }
    return group;
  }

  /**
   * A number that a command takes.
   *
   * @param plays whether it says how notes are played, not which are drawn
   * @param whole whether it is a whole number
   * @param usual what the command takes without it; null for the model's own
   */
  private record Range(
      String name,
      String label,
      boolean plays,
      boolean whole,
      double least,
      double most,
      double step,
      Double usual) {
    private static final Range SEED = seed(1);
    private static final Range TEMPO = tempo(120.0);

    private Range(String name, String label, double least, double most, double step, double usual) {
      this(name, label, false, false, least, most, step, usual);
    }

    private static Range tempo(Double usual) {
      return new Range("tempo", "Tempo, bpm", true, false, 40, 240, 1, usual);
    }

    private static Range seed(int usual) {
      return whole("seed", "Seed", 0, MOST_SEED, usual);
    }

    private static Range whole(String name, String label, double least, double most, double usual) {
      return new Range(name, label, false, true, least, most, 1, usual);
    }
  }

  /**
   * Some of several texts, joined by commas.
   *
   * @param usual what the command takes without it: none of them
   */
  private record Some(String name, String label, List<String> several, List<String> usual) {
    private static Optional<Some> instruments(Generator<?> generator) {
      return generator
          .instruments()
          .map(all -> new Some(word(all.option()), "Instruments", all.names(), List.of()));
    }
  }

  /**
   * What a piece is drawn by, beside its seed. Not by instruments: of those that it has not learnt,
   * a model may play no note at all.
   */
  private static List<Range> sampling(Generator<?> generator) {
    Range temperature = temperature(generator);
    return generator.takesTempo() ? List.of(temperature, Range.tempo(null)) : List.of(temperature);
  }

  private static Range temperature(Generator<?> generator) {
    return new Range("temperature", "Temperature", 0.05, 2, 0.05, generator.temperature());
  }

  private ArrayNode options(Generator<?> generator, TrainedModel<?> model) throws IOException {
    ArrayNode options =
        Json.MAPPER.valueToTree(List.of(Range.seed(exampleSeed(model)), temperature(generator)));
    return generator.makesSlices() ? options.addAll(playing(generator, model)) : options;
  }

  /** How slices are played. */
  private ArrayNode playing(Generator<?> generator, TrainedModel<?> model) {
    ArrayNode options =
        Json.MAPPER.valueToTree(
            List.of(Range.TEMPO, new Range("swing", "Swing, %", true, false, 50, 75, 1, 50.0)));
    List<String> players = humanizers();
    if (SliceGenerator.formOf(generator, model).filter(SliceForm::isHumanized).isPresent()
        && !players.isEmpty()) {
      players.add(0, NONE);
      ObjectNode humanize =
          options.addObject().put("name", "humanize").put("label", "Humanize").put("plays", true);
      humanize.set("choices", Json.MAPPER.valueToTree(players));
      humanize.put("usual", BuiltinModel.HUMANIZE.option());
    }
    return options;
  }

  private List<String> humanizers() {
    List<String> names = new ArrayList<>();
    models.forEach(
        (name, model) -> {
          if (isHumanizer(model)) {
            names.add(name);
          }
        });
    return names;
  }

  private static boolean isHumanizer(TrainedModel<?> model) {
    return Humanizes.of(model).filter(job -> isAble(job, model)).isPresent();
  }

  private static <M> boolean isAble(Humanizes<M> job, TrainedModel<?> model) {
    try {
      job.requireAble("", model.as(job.kind()));
      return true;
    } catch (UserException e) {
      return false;
    }
  }
}
