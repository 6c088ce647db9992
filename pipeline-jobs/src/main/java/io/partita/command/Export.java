package io.partita.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.bpe.BpeModels;
import io.partita.lake.Lake;
import io.partita.lake.export.DatasetExport;
import io.partita.lake.export.ExportReport;
import io.partita.lake.export.ExportTable;
import io.partita.lake.export.Format;
import io.partita.lake.iceberg.CatalogFile;
import io.partita.lake.iceberg.RegisteredTables;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Spark;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.SuspectOptions;
import io.partita.option.TokenSchemeName;
import io.partita.option.UnchangedOptions;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import io.partita.token.TokenPiece;
import io.partita.token.TokenScheme;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A data set's tokens, mel, notes or slices as files by split for trainings outside of Partita.
 * Input: the table of that name, and midi_files or audio_tracks for splits; output: a new folder,
 * which is there when it is complete. Or all of its tables in an Iceberg catalog, as they are.
 */
@Command(
    name = "export",
    description = "Export a data set's tokens, mel, notes or slices for PyTorch and others.")
public final class Export implements Callable<Integer> {
  private static final Set<String> OF_ICEBERG =
      Set.of("--iceberg", "--lake", "--dataset", "--json");

  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--what",
      paramLabel = "TABLE",
      description = "Table to export, with --out: ${COMPLETION-CANDIDATES}.")
  private ExportTable what;

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
      description = "Byte-pair model whose tokens to export, instead of --scheme.")
  private String bpe;

  @Option(
      names = "--bos-eos",
      negatable = true,
      description =
          "Put each document's tokens between BOS and EOS (default: on if the scheme has both).")
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
          "Licence in the card, as the hub spells it: cc-by-4.0 (default: ${DEFAULT-VALUE}).")
  private String licence = "unknown";

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private SuspectOptions suspects = new SuspectOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "New folder to write into, local or on HDFS.")
  private String out;

  @Option(
      names = "--iceberg",
      paramLabel = "CATALOG",
      description =
          "Instead, register all tables in an Iceberg catalog, which a file of properties names.")
  private Path iceberg;

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return iceberg == null ? exported() : registered();
  }

  private int registered() throws Exception {
    for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      if (!OF_ICEBERG.contains(given.longestName())) {
        throw new UserException(
            Mistake.OPTIONS_EXCLUDE,
            "--iceberg registers all tables of the data set as they are: leave %s out."
                .formatted(given.longestName()));
      }
    }
    CatalogFile file = CatalogFile.read(iceberg);
    Configuration conf = Spark.hadoopConfiguration();
    try (RegisteredTables tables = RegisteredTables.open(from.lake.open(), file, conf)) {
      return Answer.print(
          json.isGiven, tables.register(from.dataset), RegisteredTables.Report::text);
    }
  }

  private int exported() throws Exception {
    if (what == null || out == null) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give --what and --out for files, or --iceberg for tables of a catalog.");
    }
    if (bpe != null && scheme != null) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, "Give --scheme or --bpe, not both.");
    }
    if (bpe != null) {
      scheme = BpeModels.read(bpe, Spark.hadoopConfiguration());
    }
    if ((what == ExportTable.TOKENS) != (scheme != null)) {
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
    DatasetExport export =
        new DatasetExport(
            from.dataset,
            what,
            scheme,
            bosEos,
            format,
            licence,
            suspects.areIncluded,
            where.of(from.dataset));
    RunOptions told = unchanged.addTo(new RunOptions("export"));
    return Answer.print(
        json.isGiven, export.write(told, lake, from.lake.folder, made, out), ExportReport::text);
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
}
