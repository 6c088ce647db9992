package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeTable;
import io.partita.model.NoteLstm;
import io.partita.model.Score;
import io.partita.symbolic.NgramScore;
import io.partita.training.Backend;
import io.partita.training.Examples;
import io.partita.training.JvmSettings;
import io.partita.training.ModelCard;
import io.partita.training.Scoring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how well a note model predicts notes that it was not trained on. Input: a model and a
 * lake; output: figures of the model and of n-gram models of the same notes.
 *
 * <p>The n-gram models are interpolated Witten–Bell, counted on the whole note lines of the split
 * that the model was trained on, with the model's classes; they predict exactly the notes that the
 * model predicts, from all notes before them in the file. Everything is computed on the processor,
 * on the workers; neither they nor the driver hold the whole split.
 */
@Command(
    name = "evaluate",
    description = "Measure how well a note model predicts, beside n-gram models.",
    footer = {
      "",
      "Cross-entropy is in nats a note; perplexity is e to its power. Notes of a pitch that the",
      "training data lacks are one class, the unknown one; they count like the others.",
      "",
      "Examples:",
      "  partita evaluate --model models/bach --lake lake --split test",
      "  partita evaluate --model models/bach --lake lake --split validation --json"
    })
public final class Evaluate implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "From train-lstm.")
  private String model;

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
  private String lake;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the one that the model was trained on).")
  private String dataset;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "train, validation or test (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(
      names = "--json",
      description =
          "One object: examples, cross_entropy_nats, perplexity, top1, top5 (shares), baselines:"
              + " {unigram, bigram, trigram: {cross_entropy_nats, top1}}, unknown, split, dataset,"
              + " model.")
  private boolean json;

  /** The figures of one evaluation; the model's and the n-gram models' are of the same notes. */
  private record Answer(Score score, List<NgramScore> baselines, long unknown) {}

  @Override
  public Integer call() throws Exception {
    Configuration conf = Spark.hadoopConfiguration();
    NoteModel read = NoteModel.read(model, conf);
    Lake opened = Lake.existing(lake, conf);
    if (dataset == null) {
      dataset = read.card().provenance().dataset();
    }
    String run = opened.runId(dataset, LakeTable.NOTES);
    if (isTrainedOn(read.card().provenance())
        && !run.equals(read.card().provenance().datasetRun())) {
      System.err.println(
          "Data set "
              + dataset
              + " is another one than when the model was trained: what is held out"
              + " now may have been learnt then.");
    }
    Answer answer;
    SparkConf settled = Spark.conf("evaluate " + dataset);
    JvmSettings.applyHere();
    JvmSettings.applyTo(settled, Backend.NATIVE, 1);
    Backend.NATIVE.load();
    try (SparkSession spark = Spark.session(settled)) {
      answer = LakeReader.query(spark, opened, () -> true, tables -> answer(spark, tables, read));
    }
    if (json) {
      System.out.println(JSON.writeValueAsString(figures(answer)));
    } else {
      print(answer);
    }
    return ExitCode.OK;
  }

  private boolean isTrainedOn(ModelCard.Provenance provenance) {
    return provenance.dataset().equals(dataset);
  }

  private Answer answer(SparkSession spark, Map<LakeTable, Dataset<Row>> tables, NoteModel read)
      throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    NoteLines lines = NoteLines.of(tables, dataset);
    if (!lines.filesBySplit().containsKey(split)) {
      throw new UserException(
          "Data set "
              + dataset
              + " has no split "
              + split
              + "; it has "
              + lines.filesBySplit().keySet()
              + ".");
    }
    NoteLstm network = read.network();
    Examples examples = NoteExamples.of(lines, split, read.vocabulary(), network);
    if (examples.count() == 0) {
      throw new UserException(
          "Split "
              + split
              + " of "
              + dataset
              + " has no note to predict. "
              + examples.whatWasLeftOut().strip());
    }
    Score score = Scoring.of(context, network, read.weights(), examples);
    JavaRDD<short[]> train = classes(lines, read.card().provenance().trainSplit(), read);
    JavaRDD<short[]> held = classes(lines, split, read);
    int from = NoteExamples.firstPredicted(network);
    List<NgramScore> baselines =
        NoteBaselines.score(context, train, held, read.vocabulary().size(), from);
    if (baselines.get(0).count() != score.count()) {
      throw new IllegalStateException(
          "The model predicted "
              + score.count()
              + " notes, but the n-gram models "
              + baselines.get(0).count());
    }
    return new Answer(score, baselines, unknown(held, read.vocabulary().unknownClass(), from));
  }

  private static JavaRDD<short[]> classes(NoteLines lines, String split, NoteModel read) {
    return lines.pitches(split).map(read.vocabulary()::encode);
  }

  /** How many of the predicted notes have a pitch that the model never saw. */
  private static long unknown(JavaRDD<short[]> lines, int unknownClass, int from) {
    return lines.aggregate(
        0L,
        (count, line) -> {
          long more = 0;
          for (int i = from; i < line.length; i++) {
            more += line[i] == unknownClass ? 1 : 0;
          }
          return count + more;
        },
        Long::sum);
  }

  private Map<String, Object> figures(Answer answer) {
    Score score = answer.score();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("examples", score.count());
    figures.put("cross_entropy_nats", score.mean(Score.LOSS_NATS));
    figures.put("perplexity", Math.exp(score.mean(Score.LOSS_NATS)));
    figures.put("top1", score.mean(NoteLstm.TOP1));
    figures.put("top5", score.mean(NoteLstm.TOP5));
    Map<String, Object> baselines = new LinkedHashMap<>();
    for (int i = 0; i < answer.baselines().size(); i++) {
      NgramScore baseline = answer.baselines().get(i);
      Map<String, Object> ofOne = new LinkedHashMap<>();
      ofOne.put("cross_entropy_nats", baseline.crossEntropyNats());
      ofOne.put("top1", baseline.top1Share());
      baselines.put(NoteBaselines.NAMES.get(i), ofOne);
    }
    figures.put("baselines", baselines);
    figures.put("unknown", answer.unknown());
    figures.put("split", split);
    figures.put("dataset", dataset);
    figures.put("model", model);
    return figures;
  }

  private void print(Answer answer) {
    Score score = answer.score();
    System.out.printf(
        Locale.ROOT,
        "%,d notes of the split %s of %s, %,d of them of unknown pitch%n%n",
        score.count(),
        split,
        dataset,
        answer.unknown());
    System.out.println("         cross-entropy  perplexity   top-1   top-5");
    System.out.println("                  nats                   %       %");
    String top5 = String.format(Locale.ROOT, "%6.1f", 100 * score.mean(NoteLstm.TOP5));
    printRow("model", score.mean(Score.LOSS_NATS), score.mean(NoteLstm.TOP1), top5);
    for (int i = 0; i < answer.baselines().size(); i++) {
      NgramScore baseline = answer.baselines().get(i);
      printRow(NoteBaselines.NAMES.get(i), baseline.crossEntropyNats(), baseline.top1Share(), "");
    }
  }

  private static void printRow(String name, double nats, double top1, String top5) {
    String row =
        String.format(
            Locale.ROOT,
            "%-8s %13.3f  %10.2f  %6.1f  %s",
            name,
            nats,
            Math.exp(nats),
            100 * top1,
            top5);
    System.out.println(row.stripTrailing());
  }
}
