package io.partita.jobs;

import static io.partita.lake.LakeTable.MIDI_BYTES;
import static io.partita.lake.LakeTable.MIDI_FILES;
import static io.partita.lake.LakeTable.MIDI_SOURCES;
import static io.partita.lake.LakeTable.NOTES;
import static io.partita.lake.LakeTable.QUARANTINE;
import static io.partita.lake.LakeTable.TOKENS;
import static io.partita.lake.LakeTable.TRACKS;
import static io.partita.lake.LakeTable.TRACK_MIDI;

import io.partita.UserException;
import io.partita.jobs.InputPlan.Source;
import io.partita.lake.Lake;
import io.partita.lake.LakeTable;
import io.partita.lake.Publication;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
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

  int run() throws IOException {
    Checked checked = check();
    RunIdentity identity = checked.identity();
    try (Publication publication =
            Publication.begin(
                Lake.at(options.lake, conf),
                options.dataset,
                identity.runId(),
                identity.attempt(),
                command,
                options.resume);
        SparkSession spark = Spark.session(command + " " + options.dataset);
        Progress progress = new Progress(spark)) {

      MidiStage stage = new MidiStage(spark, publication.stage(), identity, options);
      PartitionReport figures =
          stage.readAndParse(checked.input(), isMidi(), checked.catalog(), progress);

      progress.say("Adding splits, catalog and metadata");
      MidiTables tables = new MidiTables(spark, publication, stage, options, identity);
      Map<String, Long> splits =
          tables.write(metadata, matchScores, checked.catalog(), figures);

      RunReport report = report(checked, figures, splits);
      publication.report(report);
      progress.say("Publishing");
      publication.publish(published(), dropped(), report);
      progress.close();
      new Summary(report).print(options.json);
      return isGoodEnough(figures) ? ExitCode.OK : ExitCode.NOT_GOOD_ENOUGH;
    }
  }

  /** Everything that a user can get wrong, before anything is started or changed. */
  private Checked check() throws IOException {
    options.check();
    InputPlan input = InputPlan.of(options.inputs, conf);
    if (input.slices().isEmpty()) {
      throw new UserException("--input " + options.inputs + ": there are no files in it.");
    }
    List<Source> side = new ArrayList<>();
    if (metadata != null) {
      side.add(InputPlan.sideFile("--metadata", metadata, conf));
      MsdSongs.check(metadata, conf);
    }
    if (matchScores != null) {
      side.add(InputPlan.sideFile("--match-scores", matchScores, conf));
      MatchScores.check(matchScores, conf);
    }
    CatalogSource catalogSource = CatalogSource.of(catalog, catalogPathColumn, input, conf);
    catalogSource.file().ifPresent(side::add);
    Map<String, Object> identifying = options.forReport();
    identifying.put("--catalog-path-column", catalogPathColumn);
    RunIdentity identity = RunIdentity.of(command, identifying, input.sources(), side);
    return new Checked(input, side, catalogSource, identity);
  }

  private static Predicate<String> isMidi() {
    return (Predicate<String> & java.io.Serializable)
        path -> {
          String name = path.toLowerCase(Locale.ROOT);
          return MIDI_ENDINGS.stream().anyMatch(name::endsWith);
        };
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

  private RunReport report(Checked checked, PartitionReport figures, Map<String, Long> splits) {
    Map<String, Object> all = new LinkedHashMap<>(options.forReport());
    all.put("--input", options.inputs);
    all.put("--metadata", metadata);
    all.put("--match-scores", matchScores);
    all.put("--catalog", catalog);
    all.put("--catalog-path-column", catalogPathColumn);
    all.put("--max-rejected", options.maxRejected);
    all.put("--resume", options.resume);
    return RunReport.of(
        checked.identity(),
        options.dataset,
        options.lake,
        started,
        all,
        checked.input(),
        checked.sideFiles(),
        figures,
        splits,
        isGoodEnough(figures)
            ? "done"
            : String.format(
                Locale.ROOT,
                "%.1f %% of the members were rejected, more than --max-rejected %s",
                100 * figures.rejectedShare(),
                options.maxRejected));
  }

  private boolean isGoodEnough(PartitionReport figures) {
    return figures.rejectedShare() <= options.maxRejected;
  }
}
