package io.partita.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.models.bpe.BpeModels;
import io.partita.run.Answer;
import io.partita.run.DatasetOptions;
import io.partita.run.Spark;
import io.partita.run.SuspectOptions;
import io.partita.run.Suspects;
import io.partita.run.TokenSchemeName;
import io.partita.run.Version;
import io.partita.token.TokenPiece;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A data set's tokens, mel or notes as files by split for trainings outside of Partita. Input: the
 * table of that name, and midi_files or audio_tracks for splits; output: a new folder, which is
 * there when it is complete.
 */
@Command(
    name = "export",
    description = "Write a data set's tokens, mel or notes as files that PyTorch and others read.",
    footer = {
      "",
      "The folder gets the files of each split, a card, README.md, which load_dataset of the",
      "datasets library reads, and of tokens the ids by their names, vocabulary.json. In parquet a",
      "row is a file's tokens, a segment of mel or a note. In npy a split is one array that can be",
      "mapped into memory, with where each document begins: docs/pytorch.md.",
      "",
      "Examples:",
      "  partita export --lake lake --dataset lmd --what tokens --scheme remi --out remi",
      "  partita export --lake lake --dataset fma --what mel --format npy --out mel"
    })
public final class Export implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--what",
      required = true,
      paramLabel = "TABLE",
      description = "Table to export: ${COMPLETION-CANDIDATES}.")
  private What what;

  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      description = "Token scheme, with --what tokens: ${COMPLETION-CANDIDATES}.")
  private TokenScheme scheme;

  @Option(
      names = "--bpe",
      paramLabel = "MODEL",
      description = "Byte-pair model whose tokens to export, in the place of --scheme.")
  private String bpe;

  @Option(
      names = "--bos-eos",
      negatable = true,
      description =
          "Tokens between BOS and EOS, in the order that train-lm learns (default: on, for schemes"
              + " with both; --no-bos-eos: the table's ids).")
  private Boolean bosEos;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Format of the files: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.PARQUET;

  @Option(
      names = "--licence",
      paramLabel = "ID",
      description =
          "Licence that the card names, as the hub spells it: cc-by-4.0 (default:"
              + " ${DEFAULT-VALUE}).")
  private String licence = "unknown";

  @Mixin private SuspectOptions suspects = new SuspectOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "New folder to write into, local or on HDFS.")
  private String out;

  @Option(
      names = "--json",
      description =
          "One object: splits: {train: {documents, rows, items, files, size_bytes}, …}, bos_eos,"
              + " without_split, suspects, files, …")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (bpe != null && scheme != null) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, "Give --scheme or --bpe, not both.");
    }
    if (bpe != null) {
      scheme = BpeModels.read(bpe, Spark.hadoopConfiguration());
    }
    if ((what == What.TOKENS) != (scheme != null)) {
      throw new UserException(
          scheme == null ? Mistake.MISSING_OPTION : Mistake.OPTIONS_EXCLUDE,
          scheme == null
              ? "--what tokens needs --scheme: give the scheme of which."
              : (bpe == null ? "--scheme" : "--bpe")
                  + " is for --what tokens, not for "
                  + what
                  + ".");
    }
    if (bosEos == null) {
      bosEos = scheme != null && TokenPiece.hasEnds(scheme);
    } else if (bosEos && (scheme == null || !TokenPiece.hasEnds(scheme))) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          scheme == null
              ? "--bos-eos is for --what tokens, not for " + what + "."
              : "Scheme %s has no ids for BOS and EOS: leave --bos-eos out."
                  .formatted(scheme.label()));
    }
    if (!licence.matches("[A-Za-z0-9.-]+")) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--licence " + licence + " is no id of a licence: letters, digits, '.' and '-'.");
    }
    Lake lake = from.lake.open();
    JsonNode made = lake.runReport(from.dataset, what.table());
    requireScheme(made);
    try (OutFolder folder = OutFolder.begin(out, from.lake.folder, Spark.hadoopConfiguration());
        SparkSession spark = Spark.session("export " + from.dataset)) {
      String runId = made == null ? "unknown" : made.path("run_id").asText("unknown");
      return Answer.print(json, write(spark, lake, folder, runId), ExportReport::text);
    }
  }

  private void requireScheme(JsonNode made) {
    if (scheme != null && made != null && !made.path("counts").has("tokens_" + scheme.label())) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Data set %s has no tokens of the scheme %s: run tokenize --dataset %s %s first."
              .formatted(
                  from.dataset,
                  scheme.label(),
                  from.dataset,
                  bpe == null ? "--tokens " + scheme.label() : "--bpe " + bpe));
    }
  }

  private ExportReport write(SparkSession spark, Lake lake, OutFolder folder, String runId)
      throws IOException {
    Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(spark, lake);
    Suspects leftOut =
        what == What.MEL
            ? Suspects.NONE
            : Suspects.toLeaveOut(tables, from.dataset, suspects.areIncluded);
    Dataset<Row> rows =
        leftOut.without(what.rows(tables, from.dataset, scheme == null ? null : scheme.label()));
    if (bosEos) {
      rows = MarkedTokens.of(rows, scheme);
    }
    Splits splits = Splits.of(what, rows);
    if (splits.sizes().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA, "Data set " + from.dataset + " has no row of " + what + " to export.");
    }
    OptionalInt vocabulary = scheme == null ? OptionalInt.empty() : scheme.vocabularySize();
    NpyFiles arrays = format == Format.NPY ? NpyFiles.of(what, rows, vocabulary) : null;
    Map<String, ExportReport.Split> written = new LinkedHashMap<>();
    List<String> files = new ArrayList<>();
    StructType schema = null;
    for (Splits.Size size : splits.sizes()) {
      Dataset<Row> split = splits.rowsOf(size.split(), rows);
      List<String> names;
      if (arrays == null) {
        Dataset<Row> plain = ParquetSplit.plain(what, split);
        schema = plain.schema();
        names = ParquetSplit.write(what, size, plain, folder);
      } else {
        names = arrays.write(size, split, folder);
      }
      long bytes = 0;
      for (String name : names) {
        bytes += folder.fs().getFileStatus(folder.file(name)).getLen();
      }
      written.put(
          size.split(),
          new ExportReport.Split(size.documents(), size.rows(), size.items(), names, bytes));
      files.addAll(names);
    }
    List<String> remarks = new ArrayList<>();
    writeNames(arrays, folder, files, remarks);
    files.add("README.md");
    ExportReport report =
        new ExportReport(
            from.dataset,
            what.toString(),
            scheme == null ? null : scheme.label(),
            scheme == null ? null : bosEos,
            format.toString(),
            out,
            Version.current(),
            runId,
            written,
            splits.leftOut(),
            leftOut.number(),
            files);
    folder.publish(new DatasetCard(report, licence, schema, remarks).text());
    return report;
  }

  /** How documents begin and end, for the card. */
  private String marks() {
    List<String> names = scheme.vocabulary();
    return bosEos
        ? "Each document begins with the id %d (`%s`) and ends with %d (`%s`), and what sounds at once"
                .formatted(
                    names.indexOf(TokenPiece.BEGIN),
                    TokenPiece.BEGIN,
                    names.indexOf(TokenPiece.END),
                    TokenPiece.END)
            + " is in the order that `train-lm` learns; documents without a token are left out. An"
            + " export with `--no-bos-eos` has the table's ids instead, from the same run: the"
            + " run's id does not tell them apart."
        : "Documents have the table's ids: no mark says where one begins or ends.";
  }

  private void writeNames(
      NpyFiles arrays, OutFolder folder, List<String> files, List<String> remarks)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    if (scheme != null) {
      remarks.add("Tokens are " + scheme.meaning() + "; version " + scheme.version() + ".");
      remarks.add(marks());
      if (!scheme.vocabulary().isEmpty()) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<String> names = scheme.vocabulary();
        IntStream.range(0, names.size()).forEach(id -> ids.put(names.get(id), id));
        folder.write("vocabulary.json", mapper.writeValueAsString(ids));
        files.add("vocabulary.json");
      }
    }
    if (arrays != null) {
      remarks.add(arrays.meaning());
      if (what == What.MEL) {
        folder.write("labels.json", mapper.writeValueAsString(arrays.labels()));
        files.add("labels.json");
      }
    }
  }
}
