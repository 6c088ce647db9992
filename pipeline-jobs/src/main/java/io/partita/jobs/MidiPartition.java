package io.partita.jobs;

import static io.partita.lake.LakeTable.MIDI_BYTES;
import static io.partita.lake.LakeTable.MIDI_FILES;
import static io.partita.lake.LakeTable.MIDI_SOURCES;
import static io.partita.lake.LakeTable.NOTES;
import static io.partita.lake.LakeTable.QUARANTINE;

import io.partita.MalformedInputException;
import io.partita.catalog.LakhPath;
import io.partita.lake.LakeTable;
import io.partita.lake.TableFile;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.Score;
import io.partita.symbolic.TokenScheme;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Tuple2;

/**
 * The members of one range of MD5s, in order: each content is parsed once and becomes rows of every
 * table, or a fault and a quarantine row for each member that has it. Splits and catalog columns
 * stay null: they need all partitions.
 */
final class MidiPartition {
  /** Staged folders whose rows still miss something. */
  static final String RAW_FILES = "raw/midi_files";

  static final String RAW_SOURCES = "raw/midi_sources";
  static final String CATALOG = "raw/catalog.csv";

  /**
   * What every partition is told.
   *
   * @param sourceNames the {@code source} column by source index
   */
  record Settings(
      String stage,
      List<String> sourceNames,
      List<TokenScheme> schemes,
      boolean writeBytes,
      RunIdentity identity)
      implements Serializable {}

  private final Settings settings;
  private final Configuration conf;
  private final IngestCounters counters;
  private final PartitionReport report;
  private final StagedPartition staged;
  private final TableFile<Row> files;
  private final TableFile<Row> sources;
  private final TableFile<Row> quarantine;
  private final TableFile<Row> bytes;
  private final TableFile<NoteCursor> notes;
  private final Map<TokenScheme, TableFile<Row>> tokens = new EnumMap<>(TokenScheme.class);

  /** The content that the members being read have in common; a fault means it was rejected. */
  private ParsedContent content;

  MidiPartition(
      Settings settings,
      int partition,
      String attempt,
      Configuration conf,
      IngestCounters counters)
      throws IOException {
    this.settings = settings;
    this.conf = conf;
    this.counters = counters;
    this.report = PartitionReport.empty(partition);
    this.staged =
        new StagedPartition(
            new Path(settings.stage()), partition, attempt, settings.identity().provenance(), conf);
    this.files = staged.rows(RAW_FILES, MIDI_FILES);
    this.sources = staged.rows(RAW_SOURCES, MIDI_SOURCES);
    this.quarantine = staged.rows(QUARANTINE.tableName(), QUARANTINE);
    this.bytes = settings.writeBytes() ? staged.rows(MIDI_BYTES.tableName(), MIDI_BYTES) : null;
    this.notes = staged.file(NOTES.tableName(), NOTES, NoteCursor::writeRow);
    for (TokenScheme scheme : settings.schemes()) {
      tokens.put(scheme, staged.rows(rawTokens(scheme), LakeTable.TOKENS));
    }
  }

  static String rawTokens(TokenScheme scheme) {
    return "raw/tokens/scheme=" + scheme.schemeName();
  }

  /** Writes the rows of all members and leaves the partition's report. */
  void write(Iterator<Tuple2<ContentKey, Arrival>> members) throws IOException {
    try (staged) {
      while (members.hasNext()) {
        Tuple2<ContentKey, Arrival> member = members.next();
        ContentKey key = member._1();
        String source = settings.sourceNames().get(key.source());
        Arrival arrival = member._2();
        if (arrival instanceof Arrival.Content found) {
          if (content == null || !content.md5().equals(key.md5())) {
            content = parse(key.md5(), found);
          }
          content(source, found.path());
        } else if (arrival instanceof Arrival.Rejected rejected) {
          rejected(source, rejected);
        } else if (arrival instanceof Arrival.OtherFiles others) {
          report.count("other_files", others.count());
        } else if (arrival instanceof Arrival.CatalogFile catalog) {
          keep(catalog);
        }
      }
      staged.finish(report);
    }
  }

  private ParsedContent parse(String md5, Arrival.Content first) throws IOException {
    if (first.bytes() == null) {
      throw new IllegalStateException("Content " + md5 + " of " + first.path() + " has no bytes");
    }
    report.count("contents", 1);
    try {
      MidiEvents events = MidiReader.events(first.bytes());
      Score score = Score.of(events);
      ParsedContent parsed = ParsedContent.of(md5, first.path(), first.bytes().length, score);
      for (TokenScheme scheme : settings.schemes()) {
        parsed.tokenStatus().put(scheme.schemeName(), writeTokens(scheme, md5, events));
      }
      writeNotes(md5, score);
      files.write(parsed.row());
      if (bytes != null) {
        bytes.write(RowFactory.create(md5, first.bytes()));
      }
      return parsed;
    } catch (MalformedInputException e) {
      ParsedContent rejected =
          ParsedContent.rejected(md5, first.path(), first.bytes().length, e);
      files.write(rejected.row());
      return rejected;
    } catch (RuntimeException e) {
      throw new IllegalStateException("Cannot ingest " + first.path() + " (" + md5 + ")", e);
    }
  }

  private void writeNotes(String md5, Score score) throws IOException {
    NoteCursor cursor = new NoteCursor(md5, score);
    while (cursor.next()) {
      notes.write(cursor);
    }
    report.count("notes", score.notes().size());
  }

  private void content(String source, String path) throws IOException {
    counters.membersDone().add(1);
    report.countMember(content.status());
    String trackId = LakhPath.trackId(path).orElse(null);
    sources.write(RowFactory.create(source, path, content.md5(), trackId, null, null));
    MalformedInputException fault = content.fault();
    if (fault != null) {
      report.countFault(fault.fault().name());
      quarantine.write(
          RowFactory.create(
              source,
              path,
              content.md5(),
              content.sizeBytes(),
              fault.fault().name(),
              fault.byteOffset(),
              fault.detail(),
              settings.identity().runId()));
    }
  }

  private void rejected(String source, Arrival.Rejected member) throws IOException {
    counters.membersDone().add(1);
    report.countMember(ParsedContent.REJECTED);
    report.countFault(member.fault());
    String trackId = LakhPath.trackId(member.path()).orElse(null);
    sources.write(RowFactory.create(source, member.path(), null, trackId, null, null));
    quarantine.write(
        RowFactory.create(
            source,
            member.path(),
            null,
            member.sizeBytes(),
            member.fault(),
            member.byteOffset(),
            member.detail(),
            settings.identity().runId()));
  }

  private void keep(Arrival.CatalogFile catalog) throws IOException {
    Path file = new Path(settings.stage(), CATALOG);
    try (OutputStream out = file.getFileSystem(conf).create(file, true)) {
      out.write(catalog.csv());
    }
    report.count("catalog_files", 1);
  }
}
