package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.score.Division;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import io.partita.symbolic.ContentHash;
import io.partita.symbolic.ScoreStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * What one distinct content turned out to be, as a row of {@code midi_files}.
 *
 * @param path of the first member that has it
 * @param score null when it was rejected
 * @param contentHash null when it was rejected
 * @param fault null when it was not
 * @param tokenStatus by scheme: ok, or why there are no tokens
 */
public record ParsedContent(
    String md5,
    String path,
    long sizeBytes,
    Score score,
    String contentHash,
    MalformedInputException fault,
    Map<String, String> tokenStatus) {
  public static ParsedContent of(String md5, String path, long sizeBytes, Score score) {
    return new ParsedContent(
        md5, path, sizeBytes, score, ContentHash.of(score), null, new TreeMap<>());
  }

  static ParsedContent rejected(
      String md5, String path, long sizeBytes, MalformedInputException fault) {
    return new ParsedContent(md5, path, sizeBytes, null, null, fault, Map.of());
  }

  String status() {
    if (fault != null) {
      return ContentStatus.REJECTED.label();
    }
    return (score.isRepaired() ? ContentStatus.REPAIRED : ContentStatus.OK).label();
  }

  /** Whether it was kept though its notes are out of step. */
  boolean isSuspect() {
    return fault == null && score.warnings().count(MidiWarning.OUT_OF_STEP) > 0;
  }

  /** A row of {@link LakeTable#MIDI_FILES}, without split. */
  public Row row() {
    return fault == null ? scoreRow() : rejectedRow();
  }

  private Row rejectedRow() {
    return identified()
        .set("fault", fault.fault().name())
        .set("byte_offset", fault.byteOffset())
        .set("warnings", Map.of())
        .set("token_status", tokenStatus)
        .row();
  }

  private Row scoreRow() {
    ScoreStatistics statistics = ScoreStatistics.of(score);
    return identified()
        .set("warnings", counts(score.warnings()))
        .set("suspect", isSuspect())
        .set("format", score.format())
        .set("division", rawDivision(score.division()))
        .set("n_tracks", statistics.trackCount())
        .set("n_notes", statistics.notes().all())
        .set("n_drum_notes", statistics.notes().drum())
        .set("n_unclosed", statistics.notes().unclosed())
        .set("n_orphan_off", statistics.notes().orphanOff())
        .set("n_zero_length", statistics.notes().zeroLength())
        .set("duration_s", statistics.durationS())
        .set("programs", statistics.programs())
        .set("pitch_min", statistics.pitchMin())
        .set("pitch_max", statistics.pitchMax())
        .set("tempo_initial_bpm", statistics.tempo().initialBpm())
        .set("tempo_mean_bpm", statistics.tempo().meanBpm())
        .set("n_tempo_changes", statistics.tempo().changeCount())
        .set("time_signature", statistics.timeSignature())
        .set("n_time_signature_changes", statistics.timeSignatureChangeCount())
        .set("key", statistics.key())
        .set("note_density", statistics.noteDensity())
        .set("content_hash", contentHash)
        .set("token_status", tokenStatus)
        .row();
  }

  private RowBuilder identified() {
    return RowBuilder.of(LakeTable.MIDI_FILES)
        .set("midi_md5", md5)
        .set("path", path)
        .set("size_bytes", sizeBytes)
        .set("status", status());
  }

  private static Map<String, Integer> counts(MidiWarnings warnings) {
    Map<String, Integer> counts = new TreeMap<>();
    warnings.counts().forEach((warning, count) -> counts.put(warning.name(), count));
    return counts;
  }

  /** As the file's header has it: a signed 16-bit number. */
  private static int rawDivision(Division division) {
    return (short) division.raw();
  }
}
