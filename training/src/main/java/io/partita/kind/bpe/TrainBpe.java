package io.partita.kind.bpe;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.run.DuplicateOptions;
import io.partita.model.run.LeftOut;
import io.partita.model.run.LossCurve;
import io.partita.model.run.ModelRun;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.TokenSchemeName;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import io.partita.split.Split;
import io.partita.token.MergedTokens;
import io.partita.token.TokenScheme;
import io.partita.token.bpe.Merges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The tokens of a data set to byte-pair merges. Input: the table tokens; output: a model archive,
 * and rows of the table training_runs.
 */
@Command(name = "train bpe", description = "Learn byte-pair merges, which shorten token sequences.")
final class TrainBpe implements Callable<Integer> {
  private static final String TRAIN = Split.TRAIN.label();
  private static final String VALIDATION = Split.VALIDATION.label();

  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--scheme",
      required = true,
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      description = "Token scheme with a vocabulary: ${COMPLETION-CANDIDATES}.")
  private TokenScheme scheme;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description = "Largest number of ids with merges (default: ${DEFAULT-VALUE}).")
  private int vocabulary = 4096;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "OUT",
      description = "Folder of the model, local, hdfs: or s3a:; made if missing.")
  private String model;

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private DuplicateOptions duplicates = new DuplicateOptions();

  @Option(names = "--replace", description = "Overwrite the model in the folder.")
  private boolean replace;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    try (ModelRun run = new ModelRun(TokenBpeKind.KIND, from.lake, from.dataset)) {
      check();
      run.open(LakeTable.TOKENS);
      Map<String, Object> decisive = decisive(run.areDuplicatesKnown());
      if (!replace) {
        run.at(model).requireNone("overwrite it with --replace, or give another --model");
      }
      run.start(model);
      TokenRowsOf rows =
          TokenRowsOf.of(
              run.tables(),
              from.dataset,
              scheme.label(),
              duplicates.which(),
              where.of(from.dataset));
      Map<String, Long> sizes = rows.bySplit();
      if (!sizes.containsKey(TRAIN)) {
        throw new UserException(
            Mistake.NO_DATA, "The split train has no file; what there is by split: " + sizes);
      }
      Merges merges = WordCounts.merges(rows.of(TRAIN), scheme, vocabulary);
      if (merges.pairs().isEmpty()) {
        throw new UserException(
            Mistake.NO_DATA, "No pair of tokens occurs twice in the split train.");
      }
      MergedTokens tokens = new MergedTokens(scheme, merges);
      double train = left(rows.of(TRAIN), tokens);
      Double validation = sizes.containsKey(VALIDATION) ? left(rows.of(VALIDATION), tokens) : null;
      Metric metric =
          Metric.at(1, merges.pairs().size(), sizes.get(TRAIN))
              .loss(train)
              .validationLoss(validation)
              .secondsAndTheirMean(run.seconds())
              .build();
      run.learnsFrom(ModelCard.LearntFiles.MD5, rows.contents(TRAIN));
      run.addLearntFiles();
      ModelCard.Provenance provenance =
          run.provenance(decisive)
              .examples(sizes.get(TRAIN))
              .validationExamples(sizes.getOrDefault(VALIDATION, 0L))
              .leftOut(rows.leftOut())
              .build();
      ModelCard card =
          run.publish(
              ModelCard.begun(
                  TokenBpe.KIND, Json.MAPPER.valueToTree(TokenBpe.of(scheme, merges)), provenance),
              ModelCard.State.at(metric, 1, 0, 0, metric.loss(), ModelCard.State.DONE),
              TokenBpe.numbers(merges),
              List.of(metric));
      return Answer.print(json.isGiven, card, trained -> text(trained, merges));
    }
  }

  private void check() {
    int base = scheme.vocabulary().size();
    if (base == 0) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "Scheme " + scheme.label() + " has no vocabulary to merge ids of.");
    }
    if (vocabulary <= base || vocabulary > TokenBpe.MAX_VOCABULARY) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--vocabulary must be %,d to %,d with %s, not %,d."
              .formatted(base + 1, TokenBpe.MAX_VOCABULARY, scheme.label(), vocabulary));
    }
    if (duplicates.which() == DuplicateOptions.Of.WEIGH) {
      throw new UserException(
          Mistake.BAD_OPTION, "train bpe counts whole files: --duplicates is one or keep.");
    }
  }

  private Map<String, Object> decisive(boolean areDuplicatesKnown) {
    Map<String, Object> decisive = new LinkedHashMap<>();
    decisive.put("--scheme", scheme.label());
    decisive.put("--vocabulary", vocabulary);
    where.addTo(decisive);
    duplicates.addTo(decisive, areDuplicatesKnown);
    return decisive;
  }

  private static double left(JavaRDD<Row> rows, MergedTokens tokens) {
    long[] sums =
        rows.map(
                row -> {
                  int[] ids = TokenRowsOf.tokens(row);
                  return new long[] {tokens.encode(ids).length, ids.length};
                })
            .fold(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
    return sums[1] == 0 ? 1 : (double) sums[0] / sums[1];
  }

  private String text(ModelCard card, Merges merges) {
    Metric metric = card.state().metric();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d ids, %,d of them merges; ids left %.4f, validation %s",
            model,
            merges.size(),
            merges.pairs().size(),
            metric.loss(),
            LossCurve.validation(metric)));
    lines.addAll(LeftOut.lines(card.provenance()));
    return String.join(System.lineSeparator(), lines);
  }
}
