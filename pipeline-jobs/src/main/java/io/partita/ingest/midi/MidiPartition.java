package io.partita.ingest.midi;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.NOTES;

import io.partita.MalformedInputException;
import io.partita.ingest.Arrival;
import io.partita.ingest.CatalogSource;
import io.partita.ingest.ContentKey;
import io.partita.ingest.IngestCounters;
import io.partita.ingest.PartitionReport;
import io.partita.ingest.PartitionWriter;
import io.partita.ingest.QuarantineFile;
import io.partita.ingest.StagedPartition;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ReportedCount;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.TableFile;
import io.partita.midi.MidiEvents;
import io.partita.score.Score;
import io.partita.symbolic.KeyProfile;
import io.partita.token.TokenScheme;
import io.partita.token.Tokenization;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The members of one range of MD5s, in order: each content is parsed and becomes rows of
 * midi_files, midi_bytes, notes, tokens and each {@link ContentTable}, or a fault and a quarantine
 * row for each member that has it. What needs to know all contents, their splits, comes later; a
 * {@link Finding} of each member and the catalog, where it is one of them, are staged for it.
 */
final class MidiPartition implements PartitionWriter {
  /** Staged folder of the rows of midi_files, which become one file. */
  static final String FILES = "raw/midi_files";

  /** Staged folder of the findings. */
  static final String FINDINGS = "raw/findings";

  private final List<TokenScheme> schemes;
  private final KeyProfile keys;
  private final ContentParser parser;
  private final KnownContents known;
  private final IngestCounters counters;
  private final StagedPartition staged;
  private final PartitionReport report;
  private final TableFile<Row> findings;
  private final TableFile<Row> files;
  private final QuarantineFile quarantine;
  private final TableFile<Row> bytes;
  private final NoteFile notes;

  private final Map<ContentTable, TableFile<Row>> more = new EnumMap<>(ContentTable.class);

  /** By scheme. */
  private final Map<String, TokenFile> tokens = new HashMap<>();

  /** The content that the members being read have in common. */
  private ParsedContent content;

  /** Those at its fault; null where it has none, or none of its own. */
  private byte[] bytesAroundFault;

  /**
   * @param keys by which keys are found
   * @param writeBytes whether to fill the table midi_bytes
   * @param known contents that are not parsed: nothing but their members' findings is written
   */
  MidiPartition(
      List<TokenScheme> schemes,
      KeyProfile keys,
      boolean writeBytes,
      ContentParser parser,
      KnownContents known,
      StagedPartition staged,
      IngestCounters counters)
      throws IOException {
    this.schemes = schemes;
    this.keys = keys;
    this.parser = parser;
    this.known = known;
    this.counters = counters;
    this.staged = staged;
    this.report = staged.report();
    this.findings = staged.rows(FINDINGS, Finding.SCHEMA);
    this.files = staged.rows(FILES, MIDI_FILES.schema());
    this.quarantine = new QuarantineFile(staged);
    this.bytes = writeBytes ? staged.rows(MIDI_BYTES.tableName(), MIDI_BYTES) : null;
    this.notes = new NoteFile(staged.inBulk(NOTES.tableName(), NOTES));
    for (ContentTable table : ContentTable.values()) {
      more.put(table, staged.rows(table.table().tableName(), table.table()));
    }
    for (TokenScheme scheme : schemes) {
      tokens.put(
          scheme.label(), new TokenFile(staged.inBulk(tokensOf(scheme), LakeTable.TOKENS), scheme));
    }
  }

  /** The staged folder of a scheme's tokens, a part of their table. */
  static String tokensOf(TokenScheme scheme) {
    return LakeTable.TOKENS.tableName() + "/scheme=" + scheme.label();
  }

  @Override
  public void write(Iterator<Tuple2<ContentKey, Arrival>> members) throws IOException {
    try (staged) {
      while (members.hasNext()) {
        Tuple2<ContentKey, Arrival> member = members.next();
        ContentKey key = member._1();
        Arrival arrival = member._2();
        if (arrival instanceof Arrival.Content found && known.has(key.md5())) {
          counters.membersDone().add(1);
          report.countMember(known.status(key.md5()).label());
          findings.write(new Finding(staged.sourceName(key), found.path(), key.md5(), null).row());
        } else if (arrival instanceof Arrival.Content found) {
          if (content == null || !content.md5().equals(key.md5())) {
            content =
                parser.parse(
                    key.md5(),
                    found,
                    staged.sourceName(key),
                    bytes -> parse(key.md5(), found.path(), bytes));
          }
          content(key, found.path());
          findings.write(
              new Finding(staged.sourceName(key), found.path(), key.md5(), content.contentHash())
                  .row());
        } else if (arrival instanceof Arrival.Rejected rejected) {
          rejected(key, rejected);
          findings.write(new Finding(staged.sourceName(key), rejected.path(), null, null).row());
        } else if (arrival instanceof Arrival.OtherFiles others) {
          report.count("other_files", others.count());
        } else if (arrival instanceof Arrival.CatalogFile catalog) {
          staged.keep(CatalogSource.STAGED, catalog.csv());
          report.count(CatalogSource.FILES, 1);
        }
      }
      staged.finish();
    }
  }

  private ParsedContent parse(String md5, String path, byte[] file) throws IOException {
    report.count("contents", 1);
    bytesAroundFault = null;
    try {
      MusicFormat.Music music = parser.music(file);
      ParsedContent parsed = ParsedContent.of(md5, path, file.length, music.score());
      for (TokenScheme scheme : schemes) {
        parsed.tokenStatus().put(scheme.label(), writeTokens(scheme, md5, music.events()));
      }
      writeNotes(md5, music.score());
      for (ContentTable table : ContentTable.values()) {
        ContentRows rows = new ContentRows(table.table(), more.get(table), md5);
        table.add(music, keys, rows);
        report.count(table.table().tableName(), rows.count());
      }
      files.write(parsed.row());
      report.count(ReportedCount.SUSPECTS, parsed.isSuspect() ? 1 : 0);
      if (bytes != null) {
        byte[] midi = music.events().file();
        bytes.write(RowBuilder.of(MIDI_BYTES).set("midi_md5", md5).set("bytes", midi).row());
      }
      return parsed;
    } catch (MalformedInputException e) {
      ParsedContent rejected = ParsedContent.rejected(md5, path, file.length, e);
      files.write(rejected.row());
      if (!parser.isPacked(file)) {
        bytesAroundFault = QuarantineFile.bytesAround(file, e.byteOffset());
      }
      return rejected;
    }
  }

  /** Writes a content's tokens and tells how it went, for the column token_status. */
  private String writeTokens(TokenScheme scheme, String md5, MidiEvents events) throws IOException {
    Tokenization tokenization = scheme.encode(events);
    if (tokenization.absence().isEmpty()) {
      tokens.get(scheme.label()).add(md5, tokenization);
      report.count("tokens_" + scheme.label(), tokenization.tokens().length);
    }
    return TokenRows.status(tokenization);
  }

  private void writeNotes(String md5, Score score) throws IOException {
    notes.add(md5, score);
    report.count("notes", score.notes().size());
  }

  private void content(ContentKey key, String path) throws IOException {
    counters.membersDone().add(1);
    if (content.fault() == null) {
      report.countMember(content.status());
    } else {
      quarantine.add(key, path, content.sizeBytes(), content.fault(), bytesAroundFault);
    }
  }

  private void rejected(ContentKey key, Arrival.Rejected member) throws IOException {
    counters.membersDone().add(1);
    quarantine.add(key, member);
  }
}
