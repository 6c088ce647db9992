package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.ingest.midi.ParsedContent;
import io.partita.lake.table.LakeTable;
import io.partita.score.Meter;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import io.partita.token.TokenScheme;
import io.partita.token.Tokenization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Row;

/** One MIDI file or score in the words of the lake's columns. */
final class MidiDescription {
  private MidiDescription() {}

  /**
   * @param scheme its tokens instead of a description; null for the description
   */
  static Map<String, Object> of(String file, byte[] bytes, boolean withNotes, TokenScheme scheme)
      throws MalformedInputException {
    if (scheme != null) {
      return tokens(file, scheme, scheme.encode(ScoreFile.events(bytes)));
    }
    Score score = ScoreFile.read(bytes);
    String md5 = DigestUtils.md5Hex(bytes);
    Row row = ParsedContent.of(md5, file, bytes.length, score).row();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", file);
    String[] columns = LakeTable.MIDI_FILES.schema().fieldNames();
    for (int i = 0; i < columns.length; i++) {
      switch (columns[i]) {
        case "path", "token_status", "split_group", "split" -> {} // known in a lake only
        default -> answer.put(columns[i], row.get(i));
      }
    }
    answer.put("tracks", tracks(score));
    answer.put(
        "tempos",
        score.tempos().stream()
            .map(tempo -> at(tempo.tick(), "bpm", 60e6 / tempo.microsPerQuarter()))
            .toList());
    answer.put(
        "time_signatures",
        score.timeSignatures().stream()
            .map(metre -> at(metre.tick(), "metre", metre.text()))
            .toList());
    if (withNotes) {
      answer.put("notes", notes(score));
    }
    return answer;
  }

  private static Map<String, Object> tokens(
      String file, TokenScheme scheme, Tokenization tokenization) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", file);
    answer.put("mode", scheme.label());
    answer.put("ok", tokenization.absence().isEmpty());
    if (tokenization.absence().isPresent()) {
      answer.put("error", tokenization.absence().get().label());
      return answer;
    }
    answer.put("n", tokenization.noteCount());
    answer.put("orphan_offs", tokenization.orphanOffs());
    answer.put("unclosed", tokenization.unclosed());
    answer.put("messages", tokenization.messages());
    answer.put("end_time_s", tokenization.endTimeS());
    answer.put("tokens", tokenization.tokens());
    answer.putAll(scheme.figures(tokenization));
    return answer;
  }

  private static Map<String, Object> at(long tick, String name, Object value) {
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("tick", tick);
    change.put(name, value);
    return change;
  }

  private static List<Map<String, Object>> tracks(Score score) {
    List<Map<String, Object>> tracks = new ArrayList<>();
    for (int i = 0; i < score.tracks().size(); i++) {
      Map<String, Object> track = new LinkedHashMap<>();
      track.put("track", i);
      track.put("name", score.tracks().get(i).name());
      track.put("n_notes", score.tracks().get(i).noteCount());
      tracks.add(track);
    }
    return tracks;
  }

  private static List<Map<String, Object>> notes(Score score) {
    Meter meter = Meter.of(score).orElse(null);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Note note : score.notes()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("track", note.track());
      row.put("port", note.port());
      row.put("channel", note.channel());
      row.put("program", note.program());
      row.put("is_drum", note.isDrum());
      row.put("pitch", note.pitch());
      row.put("velocity", note.velocity());
      row.put("onset_tick", note.onsetTick());
      row.put("offset_tick", note.offsetTick());
      row.put("onset_s", note.onsetS());
      row.put("duration_s", note.durationS());
      row.put("bar", meter == null ? null : meter.barAt(note.onsetTick()));
      row.put(
          "position_in_bar_quarters",
          meter == null ? null : meter.quartersIntoBar(note.onsetTick()));
      row.put("closed_by", note.closedBy().label());
      rows.add(row);
    }
    return rows;
  }
}
