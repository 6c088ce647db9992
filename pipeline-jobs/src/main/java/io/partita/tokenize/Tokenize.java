package io.partita.tokenize;

import static io.partita.lake.table.LakeTable.TOKENS;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.bpe.BpeModels;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.MidiContents;
import io.partita.lake.TableShare;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.LostRows;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelFolder;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.ReplaceRowsOption;
import io.partita.option.TokenSchemeName;
import io.partita.option.UnchangedOptions;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Tokens of more schemes for a data set that is published. Input: the tables midi_bytes and
 * midi_files; output: these schemes' part of the table tokens, whose other schemes stay.
 */
@Command(name = "tokenize", description = "Add token schemes to a data set, or recompute them.")
public final class Tokenize implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--tokens",
      split = ",",
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      description = "Token schemes: ${COMPLETION-CANDIDATES}.")
  private List<TokenScheme> tokens;

  @Option(
      names = "--bpe",
      paramLabel = "MODEL",
      description =
          "Byte-pair model whose merges to add as a scheme such as remi-bpe, instead of --tokens.")
  private String bpe;

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private ReplaceRowsOption replace = new ReplaceRowsOption();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    return Answer.print(json.isGiven, run(), TokenizeReport::text);
  }

  private TokenizeReport run() throws IOException {
    List<TokenScheme> schemes = schemes();
    Lake lake = from.lake.open();
    waiting.await(lake, from.dataset);
    RunOptions told =
        unchanged
            .addTo(new RunOptions("tokenize"))
            .makes(TOKENS)
            .parts(schemes.stream().map(TokenScheme::label).toList())
            .decisive("--tokens", schemes.stream().map(TokenScheme::label).toList());
    if (bpe != null) {
      told.decisive(
          "--bpe", ModelFolder.at(bpe, Spark.hadoopConfiguration()).card().used().sha256());
    }
    where.addTo(told);
    DerivedRun.Input input =
        looked ->
            MidiContents.bytesAndFiles(
                looked,
                from.dataset,
                "tokenize",
                "ingest it again without --no-bytes, or with these schemes in --tokens");
    try (DerivedRun run = DerivedRun.begin(told, lake, from.lake.folder, from.dataset, input)) {
      run.start();
      Map<LakeTable, Dataset<Row>> live = LakeReader.tables(run.spark(), lake);
      Map<LakeTable, Dataset<Row>> tables = where.of(from.dataset).on(live, from.dataset);
      Object[] labels = schemes.stream().map(TokenScheme::label).toArray();
      new LostRows(live, from.dataset)
          .leftOut(TOKENS, col("scheme").isin(labels), tables.get(TOKENS))
          .require(replace.isGiven);
      KnownTokens known = where.isAll() ? KnownTokens.of(run, schemes) : KnownTokens.none(schemes);
      Dataset<Row> tokenized =
          TokenizedContents.of(run, known, tables, schemes).persist(StorageLevel.DISK_ONLY());
      write(run, tokenized, schemes);
      known.keep(run);
      TokenizeReport report = TokenizeReport.of(run, known, tokenized);
      run.ended("tokenize");
      return run.publish(List.of(TOKENS), List.of(), report);
    }
  }

  private List<TokenScheme> schemes() throws IOException {
    if ((bpe == null) == (tokens == null)) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give --tokens, the schemes, or --bpe, a byte-pair model.");
    }
    return bpe == null
        ? tokens.stream().distinct().toList()
        : List.of(BpeModels.read(bpe, Spark.hadoopConfiguration()));
  }

  private static void write(DerivedRun run, Dataset<Row> tokenized, List<TokenScheme> schemes)
      throws IOException {
    TableShare share = run.share("tokenized", true);
    Set<String> written = new HashSet<>();
    for (TokenScheme scheme : schemes) {
      String partition = "scheme=" + scheme.label();
      share.writePartition(
          TOKENS, partition, TokenizedContents.rowsOf(scheme, tokenized), "midi_md5");
      written.add(partition);
    }
    share.keepPartitions(TOKENS, written);
  }
}
