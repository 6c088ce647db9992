package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.score.Division;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import io.partita.symbolic.ContentHash;
import io.partita.symbolic.ScoreStatistics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What one distinct content turned out to be, as a row of {@code midi_files}.
 *
 * @param path of the first member that has it
 * @param score null when it was rejected
 * @param fault null when it was not
 * @param tokenStatus by scheme: ok, or why there are no tokens
 */
public record ParsedContent(
    String md5,
    String path,
    long sizeBytes,
    Score score,
    MalformedInputException fault,
    Map<String, String> tokenStatus) {
  public static ParsedContent of(String md5, String path, long sizeBytes, Score score) {
    return new ParsedContent(md5, path, sizeBytes, score, null, new TreeMap<>());
  }

  static ParsedContent rejected(
      String md5, String path, long sizeBytes, MalformedInputException fault) {
    return new ParsedContent(md5, path, sizeBytes, null, fault, Map.of());
  }

  String status() {
    if (fault != null) {
      return ContentStatus.REJECTED.word();
    }
    return (score.isRepaired() ? ContentStatus.REPAIRED : ContentStatus.OK).word();
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
    Map<String, Object> values = new HashMap<>();
    values.put("midi_md5", md5);
    values.put("path", path);
    values.put("size_bytes", sizeBytes);
    values.put("status", ContentStatus.REJECTED.word());
    values.put("fault", fault.fault().name());
    values.put("byte_offset", fault.byteOffset());
    values.put("warnings", Map.of());
    values.put("token_status", tokenStatus);
    return RowFactory.create(
        Arrays.stream(LakeTable.MIDI_FILES.schema().fieldNames()).map(values::get).toArray());
  }

  private Row scoreRow() {
    ScoreStatistics statistics = ScoreStatistics.of(score);
    return RowFactory.create(
        md5,
        path,
        sizeBytes,
        status(),
        null,
        null,
        counts(score.warnings()),
        isSuspect(),
        score.format(),
        rawDivision(score.division()),
        statistics.trackCount(),
        statistics.noteCount(),
        statistics.drumNoteCount(),
        statistics.unclosedCount(),
        statistics.orphanOffCount(),
        statistics.zeroLengthCount(),
        statistics.durationS(),
        statistics.programs(),
        statistics.pitchMin(),
        statistics.pitchMax(),
        statistics.tempoInitialBpm(),
        statistics.tempoMeanBpm(),
        statistics.tempoChangeCount(),
        statistics.timeSignature(),
        statistics.timeSignatureChangeCount(),
        statistics.key(),
        statistics.noteDensity(),
        ContentHash.of(score),
        tokenStatus,
        null,
        null);
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
