package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.NOTES;
import static io.partita.lake.table.LakeTable.QUARANTINE;
import static io.partita.lake.table.LakeTable.TOKENS;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.archive.ArchiveLimits;
import io.partita.catalog.CsvCatalog;
import io.partita.ingest.CatalogSource;
import io.partita.ingest.MemberStage;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.RunReport;
import io.partita.ingest.msd.MsdSongs;
import io.partita.lake.RunReports;
import io.partita.lake.file.Json;
import io.partita.lake.input.InputPlan;
import io.partita.lake.input.InputPlan.Source;
import io.partita.lake.run.IngestRun;
import io.partita.lake.table.LakeTable;
import io.partita.symbolic.KeyProfile;
import io.partita.token.TokenScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;

/**
 * Archives of music to the lake: tasks parse each content and write its rows, then comes what needs
 * to know all of them (splits, catalog, metadata), and all tables are published at once. {@link
 * IngestLmd}, {@link IngestMidi} and {@link ScoreIngest} are this with other options.
 */
final class MidiIngest {
  private final MusicFormat format;
  private final MidiOptions options;
  private final SideFiles files;

  /**
   * What an ingest may know beside its input; each is null where it is not given.
   *
   * @param metadata the Million Song summary
   * @param matchScores Lakh's scores
   * @param catalog a CSV, a file or a member of the input
   * @param catalogPathColumn the column that ends each member's path
   * @param isOwnCatalog whether the input's own catalog is used where none is given
   */
  record SideFiles(
      String metadata,
      String matchScores,
      String catalog,
      String catalogPathColumn,
      boolean isOwnCatalog) {}

  MidiIngest(MusicFormat format, MidiOptions options, SideFiles files) {
    this.format = format;
    this.options = options;
    this.files = files;
  }

  RunReport run(String command) throws IOException {
    try (IngestRun run = options.common.run(command, options.input.paths)) {
      CatalogSource catalog = begin(run);

      KnownFiles known = KnownFiles.of(run, options.schemes(), !options.noBytes);
      Parsed parsed = parse(run, catalog, known);
      if (known.forgetUnlessWorthIt()) {
        parsed = parse(run, catalog, known);
      }
      MemberStage stage = parsed.stage();
      PartitionReport figures = parsed.figures();
      Survey survey = parsed.survey();
      run.ended("read, parse and write");

      run.progress().say("Adding splits, catalog and metadata");
      boolean isCatalogFound = figures.counted(CatalogSource.FILES) > 0;
      CsvCatalog rows = catalog.read(run.stage(), run.conf(), isCatalogFound).orElse(null);
      MidiTables tables = new MidiTables(run, survey, known, rows);
      tables.writeTrackMidi(files.matchScores());
      run.ended("matches");
      tables.writeTracks(files.metadata(), figures);
      run.ended("metadata");
      FrozenSplits frozen = FrozenSplits.of(run, options.split).orElse(null);
      ContentSplits splits = tables.splits(options.ratios(), frozen);
      Map<String, Long> splitSizes = tables.writeSources(splits, figures);
      tables.gatherFiles(stage.files(MidiPartition.FILES), splits, figures);
      known.keep(stage, figures);
      run.ended("splits and catalog");
      return publish(run, figures, splitSizes, frozen);
    }
  }

  /** Looks at everything that a user can get wrong before anything is started or changed. */
  private CatalogSource begin(IngestRun run) throws IOException {
    Configuration conf = run.conf();
    options.check(run.options());
    format.decides(run.options());
    InputPlan input = InputPlan.of("--input", options.input.paths, conf);
    List<Source> side = new ArrayList<>();
    if (files.metadata() != null) {
      side.add(InputPlan.sideFile("--metadata", files.metadata(), conf));
      MsdSongs.check(files.metadata(), conf);
    }
    if (files.matchScores() != null) {
      side.add(InputPlan.sideFile("--match-scores", files.matchScores(), conf));
      MatchScoreFile.check(files.matchScores(), conf);
    }
    CatalogSource catalog =
        files.isOwnCatalog() && files.catalog() == null
            ? CatalogSource.own(files.catalogPathColumn(), input, run.rules().limits(), conf)
            : CatalogSource.of(files.catalog(), files.catalogPathColumn(), input, conf);
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

  /** What is staged when all members were read. */
  private record Parsed(MemberStage stage, PartitionReport figures, Survey survey) {}

  private Parsed parse(IngestRun run, CatalogSource catalog, KnownFiles known) throws IOException {
    Broadcast<KnownContents> contents = known.contents();
    MemberStage stage =
        new MemberStage(
            run, format::isNamed, format::pieces, catalog.isMember(), known.members(contents));
    PartitionReport figures = parse(stage, run.rules().limits(), contents);
    Survey survey = new Survey(stage.files(MidiPartition.FINDINGS), known::contentHash, run.conf());
    known.find(survey);
    return new Parsed(stage, figures, survey);
  }

  private PartitionReport parse(
      MemberStage stage, ArchiveLimits limits, Broadcast<KnownContents> known) throws IOException {
    List<TokenScheme> schemes = options.schemes();
    KeyProfile keys = options.keyProfile;
    boolean writeBytes = !options.noBytes;
    ContentParser parser = new ContentParser(format.within(limits), options.maxMemberNotes);
    PartitionReport figures =
        stage.parse(
            (staged, counters) ->
                new MidiPartition(
                    schemes, keys, writeBytes, parser, known.value(), staged, counters));
    stage.tidy(QUARANTINE);
    for (TokenScheme scheme : schemes) {
      stage.tidy(MidiPartition.tokensOf(scheme), TOKENS);
    }
    return figures;
  }

  private RunReport publish(
      IngestRun run, PartitionReport figures, Map<String, Long> splitSizes, FrozenSplits frozen)
      throws IOException {
    List<LakeTable> tables =
        new ArrayList<>(
            List.of(TRACKS, TRACK_MIDI, MIDI_SOURCES, MIDI_FILES, NOTES, TOKENS, QUARANTINE));
    for (ContentTable table : ContentTable.values()) {
      tables.add(table.table());
    }
    List<LakeTable> dropped = new ArrayList<>();
    (options.noBytes ? dropped : tables).add(MIDI_BYTES);
    RunReport report = RunReport.of(run, figures, splitSizes);
    Map<LakeTable, Object> reports = new EnumMap<>(LakeTable.class);
    tables.forEach(table -> reports.put(table, report));
    if (frozen != null) {
      JsonNode told = Json.MAPPER.valueToTree(report);
      reports.put(
          MIDI_FILES, RunReports.dealt(MIDI_FILES, told, frozen.split(), told.path("splits")));
    }
    return run.publish(reports, dropped, tables, report);
  }
}
