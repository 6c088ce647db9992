package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeTable;
import io.partita.model.NoteLstm;
import io.partita.model.Score;
import io.partita.symbolic.NgramScore;
import io.partita.training.Examples;
import io.partita.training.Scoring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code evaluate} does with a note model: figures of the model and of n-gram models of the
 * same notes.
 *
 * <p>The n-gram models are interpolated Witten–Bell, counted on the whole note lines of the split
 * that the model was trained on, with the model's classes; they predict exactly the notes that the
 * model predicts, from all notes before them in the file. Everything is computed on the processor,
 * on the workers; neither they nor the driver hold the whole split.
 */
final class EvaluateNotes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EvaluateOptions options;
  private final String split;
  private String dataset;

  private EvaluateNotes(EvaluateOptions options) {
    this.options = options;
    this.split = options.split;
  }

  /** The figures of one evaluation; the model's and the n-gram models' are of the same notes. */
  private record Answer(Score score, List<NgramScore> baselines, long unknown) {}

  static void run(EvaluateOptions options, Configuration conf) throws Exception {
    new EvaluateNotes(options).run(conf);
  }

  private void run(Configuration conf) throws Exception {
    NoteModel read = NoteModel.read(options.model, conf);
    Lake lake = Lake.existing(options.lake, conf);
    dataset = options.dataset(read.card(), lake, LakeTable.NOTES);
    Answer answer;
    try (SparkSession spark = options.session(dataset)) {
      answer = LakeReader.query(spark, lake, () -> true, tables -> answer(spark, tables, read));
    }
    if (options.json) {
      System.out.println(JSON.writeValueAsString(figures(answer)));
    } else {
      print(answer);
    }
  }

  private Answer answer(SparkSession spark, Map<LakeTable, Dataset<Row>> tables, NoteModel read)
      throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    NoteLines lines = NoteLines.of(tables, dataset);
    options.requireSplit(dataset, lines.filesBySplit());
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
    figures.put("model", options.model);
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
