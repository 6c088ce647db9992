package io.partita.lake.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.TableVersion;
import io.partita.lake.file.Json;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.Spark;
import io.partita.lake.run.Suspects;
import io.partita.lake.run.UnchangedRun;
import io.partita.lake.run.Version;
import io.partita.lake.table.LakeTable;
import io.partita.token.TokenPiece;
import io.partita.token.TokenScheme;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A table of a data set as files by split for trainings outside of Partita.
 *
 * @param scheme of the tokens; null where the table is another
 * @param hasMarks whether tokens are between BOS and EOS
 * @param licence that the card names
 * @param where which of the data set's files take part
 * @param withSuspects whether MIDI files that are marked as suspect take part
 */
public record DatasetExport(
    String dataset,
    ExportTable what,
    TokenScheme scheme,
    boolean hasMarks,
    Format format,
    String licence,
    boolean withSuspects,
    FileFilter where) {
  private static final String MANIFEST = "export.json";

  /**
   * Of {@link #MANIFEST} and the files that it speaks of; another number where readers must know.
   */
  private static final int LAYOUT = 1;

  /**
   * Writes a new folder, which is there when it is complete.
   *
   * @param told of the run, to which what decides its rows is added
   * @param lakeFolder the lake as the user gave it
   * @param made report of the run that made the table; null where it left none
   * @param out folder, local or on HDFS
   * @throws UserException where there is a folder with files, or no row to export
   */
  public ExportReport write(
      RunOptions told, Lake lake, String lakeFolder, JsonNode made, String out) throws IOException {
    String state = state(told, lake);
    UnchangedRun.endIfSame(told, state, out, () -> earlier(out));
    try (OutFolder folder = OutFolder.begin(out, lakeFolder, Spark.hadoopConfiguration());
        SparkSession spark = Spark.session("export " + dataset)) {
      RunningCommand.begin(lake, "export", dataset, null);
      String runId = made == null ? "unknown" : made.path("run_id").asText("unknown");
      return write(spark, lake, folder, out, runId, state);
    }
  }

  /** What decides the files of the export. */
  private String state(RunOptions told, Lake lake) throws IOException {
    told.decisive("dataset", dataset)
        .decisive("what", what)
        .decisive("scheme", scheme == null ? null : scheme.label() + " " + scheme.version())
        .decisive("vocabulary", scheme == null ? null : scheme.vocabulary().hashCode())
        .decisive("bos_eos", hasMarks)
        .decisive("format", format)
        .decisive("licence", licence)
        .decisive("with_suspects", withSuspects)
        .decisive("where", where.condition());
    return RunIdentity.state(told, TableVersion.of(lake, dataset, what.table()).runs().toString());
  }

  /** The manifest of a whole export that is there already. */
  private static Optional<UnchangedRun.Earlier> earlier(String out) throws IOException {
    Path folder = OutFolder.path(out);
    FileSystem fs = PlainFiles.of(folder, Spark.hadoopConfiguration());
    try (InputStream in = fs.open(new Path(folder, MANIFEST))) {
      JsonNode manifest = Json.MAPPER.readTree(in);
      for (JsonNode file : manifest.path("files")) {
        if (!fs.exists(new Path(folder, file.asText()))) {
          return Optional.empty();
        }
      }
      return Optional.of(new UnchangedRun.Earlier(manifest.path("state").asText(), manifest));
    } catch (FileNotFoundException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private ExportReport write(
      SparkSession spark, Lake lake, OutFolder folder, String out, String runId, String state)
      throws IOException {
    Lake now = lake.now();
    Map<String, String> runs = TableVersion.of(now, dataset, what.table()).runs();
    Map<LakeTable, Dataset<Row>> all = LakeReader.tables(spark, now);
    Map<LakeTable, Dataset<Row>> tables = where.on(all, dataset);
    Suspects leftOut =
        what == ExportTable.MEL
            ? Suspects.NONE
            : Suspects.toLeaveOut(tables, dataset, withSuspects);
    Dataset<Row> rows =
        leftOut.without(what.rows(tables, dataset, scheme == null ? null : scheme.label()));
    if (hasMarks) {
      rows = MarkedTokens.of(rows, scheme);
    }
    if (format == Format.NPY) {
      rows = what.grouped(rows, tables, dataset);
    }
    Splits splits = Splits.of(what, rows);
    if (splits.sizes().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA, "Data set " + dataset + " has no row of " + what + " to export.");
    }
    OptionalInt vocabulary = scheme == null ? OptionalInt.empty() : scheme.vocabularySize();
    NpyFiles arrays = format == Format.NPY ? NpyFiles.of(what, rows, vocabulary) : null;
    Map<String, ExportReport.Split> written = new LinkedHashMap<>();
    List<String> files = new ArrayList<>();
    StructType schema = null;
    for (Splits.Size size : splits.sizes()) {
      RunningCommand.step(
          "Writing split " + size.split(),
          "splits",
          written.size(),
          splits.sizes().size(),
          Double.NaN);
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
    files.addAll(List.of(MANIFEST, "README.md"));
    ExportReport report =
        new ExportReport(
            dataset,
            what.toString(),
            scheme == null ? null : new ExportReport.Tokens(scheme.label(), hasMarks),
            format.toString(),
            out,
            Version.current(),
            runId,
            runs,
            written,
            splits.leftOut(),
            leftOut.number(),
            files);
    ObjectNode manifest = Json.SNAKE_CASE.valueToTree(report);
    manifest.remove("out");
    manifest.put("layout", LAYOUT).put("state", state);
    folder.write(MANIFEST, manifest.toPrettyString() + "\n");
    folder.publish(new DatasetCard(report, licence, schema, remarks).text());
    return report;
  }

  /** How documents begin and end, for the card. */
  private String marks() {
    List<String> names = scheme.vocabulary();
    return hasMarks
        ? "Each document begins with the id %d (`%s`) and ends with %d (`%s`), and what sounds at once"
                .formatted(
                    names.indexOf(TokenPiece.BEGIN),
                    TokenPiece.BEGIN,
                    names.indexOf(TokenPiece.END),
                    TokenPiece.END)
            + " is in the order that `train lm` learns; documents without a token are left out. An"
            + " export without these marks has the table's ids instead, from the same run: the"
            + " run's id does not tell them apart."
        : "Documents have the table's ids: no mark says where one begins or ends.";
  }

  private void writeNames(
      NpyFiles arrays, OutFolder folder, List<String> files, List<String> remarks)
      throws IOException {
    if (scheme != null) {
      remarks.add("Tokens are " + scheme.meaning() + "; version " + scheme.version() + ".");
      remarks.add(marks());
      if (!scheme.vocabulary().isEmpty()) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<String> names = scheme.vocabulary();
        IntStream.range(0, names.size()).forEach(id -> ids.put(names.get(id), id));
        folder.write("vocabulary.json", Json.MAPPER.writeValueAsString(ids));
        files.add("vocabulary.json");
      }
      if (!scheme.midiTok().isEmpty()) {
        folder.write("tokenizer.json", Json.INDENTED.writeValueAsString(scheme.midiTok()));
        files.add("tokenizer.json");
        remarks.add("`tokenizer.json` makes a tokenizer of the same ids in MidiTok.");
      }
    }
    if (arrays != null) {
      remarks.add(arrays.meaning());
      if (what == ExportTable.MEL) {
        folder.write("labels.json", Json.MAPPER.writeValueAsString(arrays.labels()));
        files.add("labels.json");
      }
    }
  }
}
