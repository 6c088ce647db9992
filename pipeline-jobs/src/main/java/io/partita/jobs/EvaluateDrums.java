package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeTable;
import io.partita.model.MusicVae;
import io.partita.model.MusicVaeScore;
import io.partita.model.Score;
import io.partita.training.Examples;
import io.partita.training.Scoring;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code evaluate} does with a MusicVAE: it encodes and decodes a split's slices, and sets
 * beside them what simple guesses make of the same slices ({@link DrumBaselines}), counted on all
 * slices of the split that the model was trained on.
 */
final class EvaluateDrums {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCURACY = "accuracy";

  private EvaluateDrums() {}

  /** The figures of one evaluation; the model's and the guesses' are of the same slices. */
  private record Answer(Score score, Map<String, Double> baselines) {}

  static void run(EvaluateOptions options, MusicVaeScore.Z z, Configuration conf) throws Exception {
    DrumModel read = DrumModel.read(options.model, conf);
    Lake lake = Lake.existing(options.lake, conf);
    String dataset = options.dataset(read.card(), lake, LakeTable.MIDI_SOURCES);
    MusicVae model = read.network();
    Answer answer;
    try (SparkSession session = options.session(dataset)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      DrumExamples slices =
          LakeReader.query(
              session,
              lake,
              () -> true,
              tables -> DrumExamples.of(tables, dataset, model.steps() / 16, null, 0));
      options.requireSplit(dataset, slices.countBySplit());
      Examples examples = slices.of(options.split);
      Score score =
          Scoring.of(
              spark,
              model,
              read.weights(),
              examples,
              (network, batch) -> MusicVaeScore.of(model, network, batch, z));
      Examples train = slices.of(read.card().provenance().trainSplit());
      answer = new Answer(score, DrumBaselines.accuracies(spark, train, examples));
    }
    if (options.json) {
      System.out.println(JSON.writeValueAsString(figures(options, dataset, z, model, answer)));
    } else {
      print(options, dataset, model, answer);
    }
  }

  private static Map<String, Object> figures(
      EvaluateOptions options, String dataset, MusicVaeScore.Z z, MusicVae model, Answer answer) {
    Score score = answer.score();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("examples", score.count());
    figures.putAll(model.figures(score));
    Map<String, Object> drums = new LinkedHashMap<>();
    MusicVaeScore.drums(score)
        .forEach((drum, found) -> drums.put(drum.name().toLowerCase(Locale.ROOT), found));
    figures.put("drums", drums);
    Map<String, Object> baselines = new LinkedHashMap<>();
    answer
        .baselines()
        .forEach(
            (name, accuracy) -> baselines.put(name, Collections.singletonMap(ACCURACY, accuracy)));
    figures.put("baselines", baselines);
    figures.put("z", z.name().toLowerCase(Locale.ROOT));
    figures.put("split", options.split);
    figures.put("dataset", dataset);
    figures.put("model", options.model);
    return figures;
  }

  private static void print(
      EvaluateOptions options, String dataset, MusicVae model, Answer answer) {
    Score score = answer.score();
    Map<String, Double> of = model.figures(score);
    System.out.printf(
        Locale.ROOT,
        "%,d slices of %d bars of the split %s of %s%n%n",
        score.count(),
        model.steps() / 16,
        options.split,
        dataset);
    System.out.printf(
        Locale.ROOT,
        "loss            %8.3f nats a slice%n"
            + "reconstruction  %8.3f nats%n"
            + "KL              %8.3f nats, %.1f bits (%.0f of them free)%n"
            + "active z        %8.1f %% of %d dimensions%n"
            + "accuracy        %8.1f %% of steps teacher-forced, %.1f %% free-running%n",
        of.get("loss"),
        of.get("reconstruction_nats"),
        of.get("kl_nats"),
        of.get("kl_bits"),
        model.freeBits(),
        100 * of.get("active_z"),
        model.latent(),
        100 * of.get("accuracy_teacher_forced"),
        100 * of.get("accuracy_free_running"));
    answer
        .baselines()
        .forEach(
            (name, accuracy) ->
                System.out.printf(
                    Locale.ROOT, "  %-14s%8s %%%n", name.replace('_', ' '), percent(accuracy)));
    System.out.println();
    System.out.println("free-running        hits  precision  recall");
    System.out.println("                                  %       %");
    MusicVaeScore.drums(score)
        .forEach(
            (drum, hits) ->
                System.out.printf(
                    Locale.ROOT,
                    "%-14s %,9d  %9s  %6s%n",
                    drum.title(),
                    hits.hits(),
                    percent(hits.precision()),
                    percent(hits.recall())));
  }

  /** A share that may be of nothing. */
  private static String percent(Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
