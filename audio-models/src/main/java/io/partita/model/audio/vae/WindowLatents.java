package io.partita.model.audio.vae;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MEL;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioRecordings;
import io.partita.model.audio.AudioWindow;
import io.partita.model.job.Generation;
import io.partita.model.latent.GivenFile;
import io.partita.model.train.TrainedModel;
import io.partita.objective.Excerpt;
import io.partita.objective.LatentTable;
import io.partita.objective.SimilarLatent;
import io.partita.option.OptionRange;
import io.partita.split.Fold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Option;

/** Windows of audio as examples of a VAE, values of each, with the options of one command. */
public class WindowLatents<M extends AudioVae> implements LatentTable<M, float[]> {
  private static final int MAX_WINDOWS = 200;
  private static final int MAX_WINDOW = 10_000;
  private static final String VOCODED = "vocoded";
  private static final String OTHERS_LACK = "has no windows of audio";

  private final Start start = new Start();
  private final Amount amount = new Amount();

  /** Which window is looked for. */
  private static final class Start {
    @Option(
        names = "--window",
        paramLabel = "N",
        description = "Window of the file, counted from 0 (default: ${DEFAULT-VALUE}).")
    private int window;
  }

  /** How many windows are reconstructed. */
  private static final class Amount {
    @Option(
        names = "--windows",
        paramLabel = "N",
        description =
            "Number of windows, from the first, 1 to "
                + MAX_WINDOWS
                + " (default: ${DEFAULT-VALUE}).")
    private int windows = 16;
  }

  @Override
  public Choices choices(Command command) {
    return switch (command) {
      case RECONSTRUCT -> Choices.of(OTHERS_LACK, amount);
      case FIND -> Choices.of(OTHERS_LACK, start);
      case INTERPOLATE, ENCODE, DECODE -> Choices.NONE;
    };
  }

  @Override
  public void check() {
    OptionRange.require(
        amount.windows >= 1 && amount.windows <= MAX_WINDOWS,
        "--windows must be 1 to " + MAX_WINDOWS,
        amount.windows);
    OptionRange.require(
        start.window >= 0 && start.window <= MAX_WINDOW,
        "--window must be 0 to " + MAX_WINDOW,
        start.window);
  }

  // Of files.

  /** The first one of an end of a path. */
  @Override
  public AudioClip one(GivenFile file, M model, Place place) throws IOException {
    if (place != Place.WANTED) {
      return AudioClip.read(file, model.input(), 1);
    }
    AudioClip clip = AudioClip.read(file, model.input(), start.window + 1);
    int windows = clip.windows().size();
    if (start.window >= windows) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "%s has %d windows: --window must be 0 to %d, not %d."
              .formatted(file.given(), windows, windows - 1, start.window));
    }
    return clip.at(start.window);
  }

  @Override
  public AudioClip first(GivenFile file, M model) throws IOException {
    return AudioClip.read(file, model.input(), amount.windows);
  }

  @Override
  public AudioClip all(GivenFile file, M model) throws IOException {
    return AudioClip.read(file, model.input(), Integer.MAX_VALUE);
  }

  // Of the network.

  @Override
  public List<float[]> decode(
      M model, ComputationGraph weights, float[][] z, List<float[]> like, long seed) {
    return Arrays.asList(model.decode(weights, z, seed));
  }

  // What is heard, seen and said.

  @Override
  public OptionalInt rateHz(M model) {
    return OptionalInt.of(model.input().sampleRateHz());
  }

  /**
   * @param seed of the phases that a mel is sounded with
   */
  @Override
  public Generation.Sound music(
      M model, List<float[]> windows, Generation.Music beside, long seed) {
    float[] samples = AudioSounds.of(model.input(), windows, seed);
    return AudioSounds.sound(
        model.input(),
        samples,
        beside instanceof Generation.Sound other
            ? other.level().orElseThrow()
            : AudioSounds.level(model.input(), samples));
  }

  @Override
  public Map<String, Object> step(M model, float[] z, float[] first, float[] window) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("z", z);
    step.put(
        "to_the_first",
        AudioComparison.fields(new AudioComparison(model.input()).of(first, window).figures()));
    return step;
  }

  @Override
  public byte[] picture(M model, String title, List<Shown<float[]>> shown) {
    return AudioPictures.each(
        title,
        model.input(),
        shown.stream()
            .map(one -> one.remark().isEmpty() ? one.label() : one.label() + ", " + one.remark())
            .toList(),
        shown.stream().map(Shown::example).toList());
  }

  @Override
  public byte[] pictureOfBoth(
      M model, String title, List<float[]> originals, List<float[]> decoded, long seed) {
    return AudioPictures.pair(title, model.input(), originals, decoded, seed);
  }

  @Override
  public List<String> moreSounds() {
    return List.of(VOCODED);
  }

  /** Of a mel, the original through the vocoder alone. */
  @Override
  public Map<String, Generation.Music> moreSounds(M model, Excerpt<float[]> original, long seed) {
    return new AudioComparison(model.input()).isVocoded()
        ? Map.of(VOCODED, music(model, original.examples(), original.music(), seed))
        : Map.of();
  }

  // Of a lake.

  @Override
  public LakeTable of(M model) {
    return AUDIO_TRACKS;
  }

  @Override
  public Map<LakeTable, TableRun> source(Lake lake, String dataset, M model) throws IOException {
    return Map.of(AUDIO_TRACKS, lake.run(dataset, AUDIO_TRACKS), MEL, lake.run(dataset, MEL));
  }

  @Override
  public Source<float[]> examples(DerivedRun run, M model, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
    AudioExamples.Origin origin = AudioExamples.Origin.of(run.lake(), run.dataset(), model.input());
    AudioExamples windows = AudioExamples.of(tables, origin, null, Fold.NONE);
    Broadcast<AudioRecordings> recordings = windows.recordings();
    double windowS = AudioWindow.seconds(model.input());
    return new Source<>(
        windows.windows().map(window -> keyed(window, recordings.value(), windowS)),
        List.of("track_id", "window", "start_s", "duration_s", "recording"),
        List.of("track_id", "window"),
        "windows",
        windows.count(),
        (done, by) ->
            new EncodedWindows(
                done.header(), by, model.config(), windows.count(), windows.leftOut()));
  }

  private static Keyed<float[]> keyed(
      AudioWindow window, AudioRecordings recordings, double windowS) {
    AudioRecordings.Track track = recordings.tracks().get(window.track());
    return new Keyed<>(
        RowFactory.create(
            track.id(), window.number(), window.number() * windowS, windowS, track.recording()),
        track.id(),
        window.values());
  }

  /** Of each recording of each data set one window. */
  @Override
  public Search search(M model) {
    return new Search(
        List.of(DATASET, "recording"),
        false,
        List.of(DATASET, "track_id", "window", "start_s", "recording", "split"));
  }

  @Override
  public String head(M model) {
    return "  dataset           start (s)  split       path";
  }

  /** As the model decodes them. */
  @Override
  public List<Match<float[]>> matches(
      TrainedModel<M> trained,
      Excerpt<float[]> wanted,
      List<SimilarLatent> nearest,
      Map<LakeTable, Dataset<Row>> tables) {
    List<Match<float[]>> matches = new ArrayList<>();
    for (SimilarLatent similar : nearest) {
      Map<String, Object> place = similar.place();
      Object trackId = place.get("track_id");
      Row file =
          tables
              .get(AUDIO_TRACKS)
              .where(col(DATASET).equalTo(place.get(DATASET)))
              .where(col("track_id").equalTo(trackId))
              .select("source", "path", "label")
              .collectAsList()
              .stream()
              .findFirst()
              .orElseGet(() -> RowFactory.create(null, null, null));
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("cosine", similar.cosine());
      fields.put(DATASET, place.get(DATASET));
      fields.put("source", file.get(0));
      fields.put("path", file.get(1));
      fields.put("label", file.get(2));
      fields.putAll(place);
      String line =
          String.format(
              Locale.ROOT,
              "  %-16s %10.2f  %-10s  %s",
              place.get(DATASET),
              (Double) place.get("start_s"),
              place.get("split"),
              file.get(1) == null ? trackId : file.get(1));
      matches.add(new Match<>(fields, line, () -> decoded(trained, similar.mu())));
    }
    return matches;
  }

  private static float[] decoded(TrainedModel<? extends AudioVae> trained, float[] mu) {
    return trained.model().decode(trained.weights(), new float[][] {mu}, 0)[0];
  }
}
