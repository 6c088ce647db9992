package io.partita.model.slices.vae;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.form.CutFile;
import io.partita.form.FileCutOptions;
import io.partita.form.Form;
import io.partita.form.Forms;
import io.partita.form.SliceForm;
import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.job.Generation;
import io.partita.model.job.HumanizeOption;
import io.partita.model.latent.GivenFile;
import io.partita.model.slices.SliceFile;
import io.partita.model.slices.SliceMap;
import io.partita.model.train.TrainedModel;
import io.partita.objective.Excerpt;
import io.partita.objective.LatentTable;
import io.partita.objective.SimilarLatent;
import io.partita.option.FeelOptions;
import io.partita.option.LoopOption;
import io.partita.option.OptionRange;
import io.partita.option.SuspectOptions;
import io.partita.picture.SliceRoll;
import io.partita.score.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Option;

/** Slices as examples of an autoencoder, with the options of one command. */
public final class SliceLatents<M extends SliceVae> implements LatentTable<M, int[]> {
  private static final int MAX_SLICES = 50;

  /** Latents of 256 numbers then make files of about 8 MB. */
  private static final long SLICES_IN_A_FILE = 1 << 12;

  private final FileCutOptions cut = new FileCutOptions();
  private final Start start = new Start();
  private final Ends ends = new Ends();
  private final Amount amount = new Amount();
  private final StepDraw draw = new StepDraw();
  private final LoopOption loop = new LoopOption();
  private final FeelOptions feel = new FeelOptions();
  private final HumanizeOption humanize = new HumanizeOption();
  private final SuspectOptions suspects = new SuspectOptions();

  /** Which slice is looked for. */
  private static final class Start {
    @Option(
        names = "--start-step",
        paramLabel = "N",
        description = "Start step of the file's slice (default: its first slice).")
    private Long wanted;
  }

  /** Which slices a path goes from and to. */
  private static final class Ends {
    static final String FROM = "--from-start-step";
    static final String TO = "--to-start-step";

    @Option(
        names = FROM,
        paramLabel = "N",
        description = "Start step of the first file's slice (default: its first slice).")
    private Long from;

    @Option(
        names = TO,
        paramLabel = "N",
        description = "Start step of the second file's slice (default: its first slice).")
    private Long to;
  }

  /** How many slices are reconstructed. */
  private static final class Amount {
    @Option(
        names = "--slices",
        paramLabel = "N",
        description =
            "Number of slices, from the first, 1 to "
                + MAX_SLICES
                + " (default: ${DEFAULT-VALUE}).")
    private int slices = 8;
  }

  @Override
  public Choices choices(Command command) {
    return switch (command) {
      case INTERPOLATE ->
          Choices.of("has no slices, bars or steps", ends, cut, draw, loop, feel, humanize);
      case RECONSTRUCT -> Choices.of("has no slices, bars or steps", amount, cut, draw, loop);
      case ENCODE -> Choices.of("reads no MIDI files", suspects, cut);
      case DECODE -> Choices.of("has no steps", draw);
      case FIND -> Choices.of("has no slices", start, cut);
    };
  }

  @Override
  public Optional<Starts> starts() {
    return Optional.of(new Starts(Ends.FROM, Ends.TO, DrumGrid.STEPS_PER_BAR));
  }

  @Override
  public void check() {
    draw.check();
    feel.check();
    OptionRange.require(
        amount.slices >= 1 && amount.slices <= MAX_SLICES,
        "--slices must be 1 to " + MAX_SLICES,
        amount.slices);
  }

  // Of files.

  @Override
  public SliceExcerpt one(GivenFile file, M model, Place place) throws IOException {
    SliceFile<int[]> slices = SliceFile.read(file, model, cut);
    Long step =
        switch (place) {
          case FROM -> ends.from;
          case TO -> ends.to;
          case WANTED -> start.wanted;
        };
    return excerpt(slices, model, List.of(slices.at(file.given(), step)));
  }

  @Override
  public SliceExcerpt first(GivenFile file, M model) throws IOException {
    SliceFile<int[]> slices = SliceFile.read(file, model, cut);
    return excerpt(slices, model, slices.apart().stream().limit(amount.slices).toList());
  }

  @Override
  public SliceExcerpt all(GivenFile file, M model) throws IOException {
    SliceFile<int[]> slices = SliceFile.read(file, model, cut);
    return excerpt(slices, model, slices.apart());
  }

  private SliceExcerpt excerpt(SliceFile<int[]> file, M model, List<CutFile.Slice<int[]>> slices) {
    return new SliceExcerpt(file, model.form(), slices, isLoop(model));
  }

  private boolean isLoop(M model) {
    return loop.or(model.form().isLoop());
  }

  // Of the network.

  @Override
  public List<int[]> decode(
      M model, ComputationGraph weights, float[][] z, List<int[]> like, long seed) {
    return model.decode(weights, z, draw.sampling(seed));
  }

  // What is heard, seen and said.

  @Override
  public void addTo(Map<String, Object> provenance) {
    cut.addTo(provenance);
    draw.addTo(provenance);
  }

  @Override
  public String how(long seed) {
    return ", " + draw.title(seed);
  }

  @Override
  public Generation.Music music(M model, List<int[]> examples, Generation.Music beside, long seed) {
    SliceForm form = model.form();
    return new Generation.Piece(form.score(form.joined(examples)), isLoop(model));
  }

  @Override
  public void addMusicTo(Map<String, Object> provenance, M model) {
    provenance.put("loop", isLoop(model));
  }

  @Override
  public Playing playing(M model, long seed) throws IOException {
    SliceForm form = model.form();
    HumanizeOption.Playing humanized = humanize.playing(form.isHumanized(), form.product(), seed);
    return new Playing(
        music -> {
          Generation.Piece piece = (Generation.Piece) music;
          Score played = feel.feel().of(humanized.scores().apply(piece.score()));
          return new Generation.Piece(played, piece.isLoop());
        },
        provenance -> {
          humanized.addTo(provenance);
          feel.addTo(provenance);
        });
  }

  @Override
  public Map<String, Object> step(M model, float[] z, int[] first, int[] slice) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put(SliceExcerpt.DISTANCE, model.form().distance(first, slice));
    step.putAll(model.form().labels(slice));
    return step;
  }

  @Override
  public String remark(M model, int[] first, int[] slice) {
    return model.form().distance(first, slice) + " " + model.form().unit() + " from start";
  }

  @Override
  public byte[] picture(M model, String title, List<Shown<int[]>> shown) {
    return model
        .form()
        .picture(
            title,
            shown.stream()
                .map(one -> new SliceRoll(one.label(), one.remark(), one.example()))
                .toList());
  }

  @Override
  public byte[] pictureOfBoth(
      M model, String title, List<int[]> originals, List<int[]> decoded, long seed) {
    return picture(model, title, pairs(model.form(), originals, decoded));
  }

  /** Each original with the decoded slice below it. */
  static List<Shown<int[]>> pairs(SliceForm form, List<int[]> originals, List<int[]> decoded) {
    List<Shown<int[]>> shown = new ArrayList<>();
    for (int i = 0; i < decoded.size(); i++) {
      String number = decoded.size() == 1 ? "" : " " + (i + 1);
      int distance = form.distance(originals.get(i), decoded.get(i));
      shown.add(new Shown<>("original" + number, "", originals.get(i)));
      shown.add(
          new Shown<>(
              "decoded" + number, distance + " " + form.unit() + " differ", decoded.get(i)));
    }
    return shown;
  }

  // Of a lake.

  @Override
  public LakeTable of(M model) {
    return model.form().slices();
  }

  @Override
  public Map<LakeTable, TableRun> source(Lake lake, String dataset, M model) throws IOException {
    cut.requireNone(model.sliceCut());
    SliceForm form = model.form();
    LakeTable slices = form.slices();
    Map<LakeTable, ?> tables = lake.snapshot().get(dataset);
    if (tables != null && !tables.containsKey(slices)) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          String.format(
              Locale.ROOT,
              "Data set %s has no table %s: run 'partita %s' first.",
              dataset,
              slices.tableName(),
              form.command()));
    }
    return Map.of(slices, lake.run(dataset, slices));
  }

  @Override
  public void addTo(RunOptions run, M model) {
    run.decisive(SuspectOptions.NAME, suspects.areIncluded);
  }

  @Override
  public Dataset<Row> encoded(Map<LakeTable, Dataset<Row>> tables, String dataset, M model) {
    Suspects leftOut = suspects.areIncluded ? Suspects.NONE : Suspects.of(tables, dataset);
    return leftOut.without(tables.get(table()));
  }

  @Override
  public Source<int[]> examples(DerivedRun run, M model, Map<LakeTable, Dataset<Row>> tables) {
    SliceForm form = model.form();
    int bars = model.bars();
    SliceMap.require(tables, run.dataset(), model.sliceCut());
    Suspects leftOut = Suspects.toLeaveOut(tables, run.dataset(), suspects.areIncluded);
    Dataset<Row> all =
        tables
            .get(form.slices())
            .where(col(DATASET).equalTo(run.dataset()).and(col("bars").equalTo(bars)));
    Dataset<Row> slices = leftOut.without(all);
    long count = slices.count();
    if (count == 0) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Data set %s has no slices of %d bars, which the model needs: run 'partita %s --bars %d'."
              .formatted(run.dataset(), bars, form.command(), bars));
    }
    long suspectsLeftOut = leftOut.countIn(all);
    return source(
        form,
        slices,
        count,
        (done, by) ->
            new EncodedSlices(
                done.header(),
                done.input().get(form.slices()).runId(),
                by,
                model.config(),
                bars,
                count,
                suspectsLeftOut));
  }

  /**
   * @param slices rows of slices, all of one length
   * @param count how many
   */
  public static Source<int[]> source(
      SliceForm form, Dataset<Row> slices, long count, ReportMaker report) {
    List<String> keys = new ArrayList<>(List.of("source", "path", "midi_md5", "bars"));
    keys.addAll(form.placeColumns());
    keys.add("slice_hash");
    List<String> columns = new ArrayList<>(keys);
    columns.addAll(form.columns());
    int first = keys.size();
    String name = form.name();
    Dataset<Row> ordered =
        slices
            .select(Form.columns(columns))
            .repartition((int) (count / SLICES_IN_A_FILE) + 1, col("source"), col("path"))
            .sortWithinPartitions(Form.columns(List.of(form.order())));
    return new Source<>(
        ordered
            .toJavaRDD()
            .map(row -> new Keyed<>(row, row.getAs("path"), labels(name, row, first))),
        keys,
        List.of(form.order()),
        "slices",
        count,
        report);
  }

  /** Of the form of that name, which workers know it by. */
  private static int[] labels(String form, Row row, int first) {
    return Forms.named(form).example(row, first);
  }

  @Override
  public Search search(M model) {
    SliceForm form = model.form();
    List<String> place = new ArrayList<>(List.of(DATASET, "source", "path", "midi_md5"));
    place.addAll(form.placeColumns());
    place.addAll(List.of("bars", "split"));
    return new Search(List.of("slice_hash"), true, place);
  }

  @Override
  public String head(M model) {
    return String.format(
        Locale.ROOT,
        "  %11s   count  dataset           piece    %4s  split       path",
        model.form().unit() + " differ",
        SliceExcerpt.startTitle(model.form()));
  }

  /** The slices by their hashes. */
  @Override
  public List<Match<int[]>> matches(
      TrainedModel<M> trained,
      Excerpt<int[]> wanted,
      List<SimilarLatent> nearest,
      Map<LakeTable, Dataset<Row>> tables) {
    SliceForm form = trained.model().form();
    List<String> columns = new ArrayList<>(List.of("slice_hash"));
    columns.addAll(form.columns());
    Object[] hashes = nearest.stream().map(similar -> similar.group().get(0)).toArray();
    Map<String, int[]> labels = new HashMap<>();
    for (Row row :
        tables
            .get(form.slices())
            .where(col("slice_hash").isin(hashes))
            .select(Form.columns(columns))
            .dropDuplicates("slice_hash")
            .collectAsList()) {
      labels.put(row.getString(0), form.example(row, 1));
    }
    return matches(form, wanted.example(), nearest, labels);
  }

  /**
   * @param labels by slice hash
   */
  static List<Match<int[]>> matches(
      SliceForm form, int[] wanted, List<SimilarLatent> nearest, Map<String, int[]> labels) {
    List<Match<int[]>> matches = new ArrayList<>();
    for (SimilarLatent similar : nearest) {
      Map<String, Object> at = similar.place();
      String hash = (String) similar.group().get(0);
      int[] slice = labels.get(hash);
      int distance = form.distance(wanted, slice);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("cosine", similar.cosine());
      fields.put("count", similar.count());
      Stream.of(
              List.of(DATASET, "source", "path", "midi_md5", "bars"),
              form.placeColumns(),
              List.of("split"))
          .flatMap(List::stream)
          .forEach(column -> fields.put(column, at.get(column)));
      fields.put("slice_hash", hash);
      fields.putAll(form.labels(slice));
      fields.put(SliceExcerpt.DISTANCE, distance);
      String split = (String) at.get("split");
      String line =
          String.format(
              Locale.ROOT,
              " %12d %7d  %-16s %6d %7d  %-10s  %s",
              distance,
              similar.count(),
              at.get(DATASET),
              (Integer) at.get("piece"),
              ((Number) at.get(form.startColumn())).longValue(),
              split == null ? "" : split,
              at.get("path"));
      matches.add(new Match<>(fields, line, () -> slice));
    }
    return matches;
  }
}
