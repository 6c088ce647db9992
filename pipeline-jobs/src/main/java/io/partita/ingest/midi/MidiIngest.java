package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.NOTES;
import static io.partita.lake.table.LakeTable.QUARANTINE;
import static io.partita.lake.table.LakeTable.TOKENS;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;

import io.partita.catalog.CsvCatalog;
import io.partita.ingest.CatalogSource;
import io.partita.ingest.MemberStage;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.RunReport;
import io.partita.ingest.msd.MsdSongs;
import io.partita.input.InputPlan;
import io.partita.input.InputPlan.Source;
import io.partita.lake.Publication;
import io.partita.lake.table.LakeTable;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import io.partita.run.Spark;
import io.partita.run.StageSeconds;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * MIDI archives to the lake: one pass over the input fills the big tables, a second look at the
 * small ones adds what needs all of them (splits, catalog, metadata), then all are published at
 * once. Both {@link IngestLmd} and {@link IngestMidi} are this with other options.
 */
final class MidiIngest {
  private static final List<String> MIDI_ENDINGS = List.of(".mid", ".midi", ".rmi", ".kar");

  private final String command;
  private final MidiOptions options;
  private final String metadata;
  private final String matchScores;
  private final String catalog;
  private final String catalogPathColumn;
  private final Configuration conf = Spark.hadoopConfiguration();
  private final Instant started = Instant.now();
  private final StageSeconds stages = new StageSeconds();

  /** The optional files are null where they are not given. */
  MidiIngest(
      String command,
      MidiOptions options,
      String metadata,
      String matchScores,
      String catalog,
      String catalogPathColumn) {
    this.command = command;
    this.options = options;
    this.metadata = metadata;
    this.matchScores = matchScores;
    this.catalog = catalog;
    this.catalogPathColumn = catalogPathColumn;
  }

  /** What is known before Spark starts. */
  private record Checked(
      InputPlan input, List<Source> sideFiles, CatalogSource catalog, RunIdentity identity) {}

  RunReport run() throws IOException {
    Checked checked = check();
    RunIdentity identity = checked.identity();
    try (Publication publication = options.begin(identity, conf);
        SparkSession spark = Spark.session(command + " " + options.dataset);
        Progress progress = new Progress(spark)) {

      stages.ended("check and start");
      MemberStage stage = new MemberStage(spark, publication.stage(), identity, options.limits());
      PartitionReport figures = parse(checked, stage, progress);
      stages.ended("read and parse");

      progress.say("Adding splits, catalog and metadata");
      CsvCatalog catalogRows =
          checked
              .catalog()
              .read(publication.stage(), conf, figures.counted("catalog_files") > 0)
              .orElse(null);
      Map<String, Long> splits =
          new MidiTables(spark, publication, stage, options, stages)
              .write(metadata, matchScores, catalogRows, figures);

      progress.say("Publishing");
      RunReport report =
          RunReport.of(
              identity,
              options,
              files(),
              started,
              stages,
              checked.input(),
              checked.sideFiles(),
              figures,
              splits);
      publication.publish(published(), dropped(), report);
      publication.report(report);
      return report;
    }
  }

  private PartitionReport parse(Checked checked, MemberStage stage, Progress progress)
      throws IOException {
    List<TokenScheme> schemes = options.schemes();
    boolean writeBytes = !options.noBytes;
    int maxNotes = options.maxMemberNotes;
    PartitionReport figures =
        stage.readAndParse(
            checked.input(),
            MidiIngest::isMidi,
            checked.catalog().isMember(),
            (staged, counters) ->
                new MidiPartition(schemes, writeBytes, maxNotes, staged, counters),
            progress);
    stage.tidy(NOTES);
    stage.tidy(QUARANTINE);
    if (writeBytes) {
      stage.tidy(MIDI_BYTES);
    }
    return figures;
  }

  /** Everything that a user can get wrong, before anything is started or changed. */
  private Checked check() throws IOException {
    options.check();
    InputPlan input = InputPlan.of(options.inputs, conf);
    List<Source> side = new ArrayList<>();
    if (metadata != null) {
      side.add(InputPlan.sideFile("--metadata", metadata, conf));
      MsdSongs.check(metadata, conf);
    }
    if (matchScores != null) {
      side.add(InputPlan.sideFile("--match-scores", matchScores, conf));
      MatchScoreRows.check(matchScores, conf);
    }
    CatalogSource catalogSource = CatalogSource.of(catalog, catalogPathColumn, input, conf);
    catalogSource.file().ifPresent(side::add);
    Map<String, Object> decisive = options.decisive();
    decisive.put("--catalog-path-column", catalogPathColumn);
    decisive.put("--catalog in the input", catalogSource.member());
    RunIdentity identity = RunIdentity.of(command, decisive, input.sources(), side);
    return new Checked(input, side, catalogSource, identity);
  }

  private Map<String, Object> files() {
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("--metadata", metadata);
    files.put("--match-scores", matchScores);
    files.put("--catalog", catalog);
    files.put("--catalog-path-column", catalogPathColumn);
    return files;
  }

  private static boolean isMidi(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return MIDI_ENDINGS.stream().anyMatch(name::endsWith);
  }

  private List<LakeTable> published() {
    List<LakeTable> tables =
        new ArrayList<>(
            List.of(TRACKS, TRACK_MIDI, MIDI_SOURCES, MIDI_FILES, NOTES, TOKENS, QUARANTINE));
    if (!options.noBytes) {
      tables.add(MIDI_BYTES);
    }
    return tables;
  }

  private List<LakeTable> dropped() {
    return options.noBytes ? List.of(MIDI_BYTES) : List.of();
  }
}
