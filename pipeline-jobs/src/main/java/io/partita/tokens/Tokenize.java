package io.partita.tokens;

import static io.partita.lake.table.LakeTable.TOKENS;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import io.partita.run.Answer;
import io.partita.run.DatasetOptions;
import io.partita.run.DerivedRun;
import io.partita.run.RunOptions;
import io.partita.run.TokenSchemeName;
import io.partita.run.WaitOptions;
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
@Command(
    name = "tokenize",
    description = "Add token schemes to a data set's table tokens, or write them again.",
    footer = {
      "",
      "The rows are those that an ingest with --tokens writes. Other schemes of the data set stay"
          + " as",
      "they are; the column token_status of midi_files keeps telling of the ingest's schemes only.",
      "",
      "Examples:",
      "  partita tokenize --lake lake --dataset lmd_matched --tokens remi",
      "  partita tokenize --lake lake --dataset lmd_matched --tokens remi,tsd,midi-like --json"
    })
public final class Tokenize implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--tokens",
      required = true,
      split = ",",
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      description = "Token schemes: ${COMPLETION-CANDIDATES}.")
  private List<TokenScheme> tokens;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description =
          "One object: schemes: {remi: {files, tokens, absences}, …}, counts, dataset, run_id, …")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    return Answer.print(json, run(), TokenizeReport::text);
  }

  private TokenizeReport run() throws IOException {
    List<TokenScheme> schemes = tokens.stream().distinct().toList();
    Lake lake = from.lake.open();
    waiting.await(lake, from.dataset);
    RunOptions told =
        new RunOptions("tokenize")
            .decisive("--tokens", schemes.stream().map(TokenScheme::label).toList());
    MidiContents input = new MidiContents(from.dataset);
    try (DerivedRun run = DerivedRun.begin(told, lake, from.lake.folder, from.dataset, input)) {
      run.start();
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(run.spark(), lake);
      Dataset<Row> tokenized =
          TokenizedContents.of(run, tables, schemes).persist(StorageLevel.DISK_ONLY());
      write(run, tokenized, schemes);
      TokenizeReport report = TokenizeReport.of(run, tokenized, schemes);
      run.ended("tokenize");
      return run.publish(List.of(TOKENS), List.of(), report);
    }
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
