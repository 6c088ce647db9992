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
import io.partita.lake.table.LakeTable;
import io.partita.run.IngestRun;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * MIDI archives to the lake: one pass over the input fills the big tables, a second look at the
 * small ones adds what needs all of them (splits, catalog, metadata), then all are published at
 * once. Both {@link IngestLmd} and {@link IngestMidi} are this with other options.
 */
final class MidiIngest {
  private static final List<String> MIDI_ENDINGS = List.of(".mid", ".midi", ".rmi", ".kar");

  private final MidiOptions options;
  private final SideFiles files;

  /**
   * What an ingest may know beside its input; each is null where it is not given.
   *
   * @param metadata the Million Song summary
   * @param matchScores Lakh's scores
   * @param catalog a CSV, a file or a member of the input
   * @param catalogPathColumn the column that ends each member's path
   */
  record SideFiles(String metadata, String matchScores, String catalog, String catalogPathColumn) {}

  MidiIngest(MidiOptions options, SideFiles files) {
    this.options = options;
    this.files = files;
  }

  RunReport run(String command) throws IOException {
    try (IngestRun run = new IngestRun(command, options.common, options.input.paths)) {
      CatalogSource catalog = begin(run);

      MemberStage stage = new MemberStage(run);
      PartitionReport figures = parse(stage, catalog);
      run.ended("read and parse");

      run.progress().say("Adding splits, catalog and metadata");
      CsvCatalog rows =
          catalog.read(run.stage(), run.conf(), figures.counted("catalog_files") > 0).orElse(null);
      Map<String, Long> splits =
          new MidiTables(run, stage, options)
              .write(files.metadata(), files.matchScores(), rows, figures);

      List<LakeTable> tables =
          new ArrayList<>(
              List.of(TRACKS, TRACK_MIDI, MIDI_SOURCES, MIDI_FILES, NOTES, TOKENS, QUARANTINE));
      List<LakeTable> dropped = new ArrayList<>();
      (options.noBytes ? dropped : tables).add(MIDI_BYTES);
      return RunReport.publish(run, tables, dropped, figures, splits);
    }
  }

  /** Looks at everything that a user can get wrong before anything is started or changed. */
  private CatalogSource begin(IngestRun run) throws IOException {
    Configuration conf = run.conf();
    options.check(run.options());
    InputPlan input = InputPlan.of(options.input.paths, conf);
    List<Source> side = new ArrayList<>();
    if (files.metadata() != null) {
      side.add(InputPlan.sideFile("--metadata", files.metadata(), conf));
      MsdSongs.check(files.metadata(), conf);
    }
    if (files.matchScores() != null) {
      side.add(InputPlan.sideFile("--match-scores", files.matchScores(), conf));
      MatchScoreRows.check(files.matchScores(), conf);
    }
    CatalogSource catalog =
        CatalogSource.of(files.catalog(), files.catalogPathColumn(), input, conf);
    catalog.file().ifPresent(side::add);
    run.options()
        .decisive("--catalog-path-column", files.catalogPathColumn())
        .decisive("catalog in the input", catalog.member())
        .other("--metadata", files.metadata())
        .other("--match-scores", files.matchScores())
        .other("--catalog", files.catalog());
    run.begin(input, side);
    return catalog;
  }

  private PartitionReport parse(MemberStage stage, CatalogSource catalog) throws IOException {
    List<TokenScheme> schemes = options.schemes();
    boolean writeBytes = !options.noBytes;
    int maxNotes = options.maxMemberNotes;
    PartitionReport figures =
        stage.readAndParse(
            MidiIngest::isMidi,
            catalog.isMember(),
            (staged, counters) ->
                new MidiPartition(schemes, writeBytes, maxNotes, staged, counters));
    stage.tidy(NOTES, QUARANTINE);
    if (writeBytes) {
      stage.tidy(MIDI_BYTES);
    }
    return figures;
  }

  private static boolean isMidi(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return MIDI_ENDINGS.stream().anyMatch(name::endsWith);
  }
}
