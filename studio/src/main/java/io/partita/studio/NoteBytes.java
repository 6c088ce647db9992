package io.partita.studio;

import io.partita.score.Note;
import io.partita.score.Notes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes of MIDI files as bytes: little else is as long, and a page draws thousands of them. */
final class NoteBytes {
  /** Bytes a note. */
  static final int LENGTH = 12;

  /** The number of drums, which have no program. */
  static final int DRUMS = 128;

  private static final int MOST_IN_PICTURE = 800;

  private NoteBytes() {}

  /**
   * Notes that begin in a stretch of time, in order.
   *
   * @return for each of them in little-endian bytes: onset and duration in seconds as two 32-bit
   *     floats, then pitch, velocity, program (128 for drums) and MIDI channel (0 to 15)
   */
  static byte[] of(Connection connection, String dataset, String md5, double fromS, double toS)
      throws SQLException {
    String where =
        " FROM notes WHERE dataset = ? AND midi_md5 = ? AND onset_s >= ? AND onset_s < ?";
    ByteBuffer bytes;
    try (PreparedStatement sql = connection.prepareStatement("SELECT count(*)" + where)) {
      bind(sql, dataset, md5, fromS, toS);
      try (ResultSet count = sql.executeQuery()) {
        count.next();
        bytes =
            ByteBuffer.allocate(Math.multiplyExact(count.getInt(1), LENGTH))
                .order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT onset_s, duration_s, pitch, velocity, is_drum, program, channel"
                + where
                + " ORDER BY onset_s, note_idx")) {
      bind(sql, dataset, md5, fromS, toS);
      try (ResultSet notes = sql.executeQuery()) {
        while (notes.next()) {
          bytes.putFloat((float) notes.getDouble(1)).putFloat((float) notes.getDouble(2));
          bytes.put((byte) notes.getInt(3)).put((byte) notes.getInt(4));
          bytes.put((byte) (notes.getBoolean(5) ? DRUMS : notes.getInt(6)));
          bytes.put((byte) notes.getInt(7));
        }
      }
    }
    return bytes.array();
  }

  /** The same of all notes of a score. */
  static byte[] of(Notes notes) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(notes.size(), LENGTH))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Note note : notes.stream().sorted(Comparator.comparingDouble(Note::onsetS)).toList()) {
      bytes.putFloat((float) note.onsetS()).putFloat((float) note.durationS());
      bytes.put((byte) note.pitch()).put((byte) note.velocity());
      bytes.put((byte) (note.isDrum() ? DRUMS : note.program())).put((byte) note.channel());
    }
    return bytes.array();
  }

  private static void bind(
      PreparedStatement sql, String dataset, String md5, double fromS, double toS)
      throws SQLException {
    sql.setString(1, dataset);
    sql.setString(2, md5);
    sql.setDouble(3, fromS);
    sql.setDouble(4, toS);
  }

  /**
   * Small pictures of files: for each note, evenly chosen where there are many, three bytes: onset
   * and duration as 256ths of the file, and the pitch, plus 128 for drums.
   *
   * @param md5s at least one
   * @return by MD5; files without a note are left out
   */
  static Map<String, byte[]> pictures(Connection connection, String dataset, List<String> md5s)
      throws SQLException {
    String marks = "?, ".repeat(md5s.size() - 1) + "?";
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    try (PreparedStatement sql =
        connection.prepareStatement(
            """
            SELECT midi_md5, list(least(255, onset_s / total * 256)::INTEGER ORDER BY note_idx),
              list(least(255, ceil(duration_s / total * 256))::INTEGER ORDER BY note_idx),
              list(pitch + CASE WHEN is_drum THEN 128 ELSE 0 END ORDER BY note_idx)
            FROM (SELECT *, count(*) OVER (PARTITION BY midi_md5) AS n, greatest(0.001,
                max(onset_s + duration_s) OVER (PARTITION BY midi_md5)) AS total
              FROM notes WHERE dataset = ? AND midi_md5 IN (%s))
            WHERE note_idx %% ceil(n / %d.0)::INTEGER = 0 GROUP BY midi_md5\
            """
                .formatted(marks, MOST_IN_PICTURE))) {
      sql.setString(1, dataset);
      for (int i = 0; i < md5s.size(); i++) {
        sql.setString(i + 2, md5s.get(i));
      }
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          Object[] onsets = (Object[]) rows.getArray(2).getArray();
          Object[] durations = (Object[]) rows.getArray(3).getArray();
          Object[] pitches = (Object[]) rows.getArray(4).getArray();
          byte[] picture = new byte[3 * onsets.length];
          for (int i = 0; i < onsets.length; i++) {
            picture[3 * i] = ((Number) onsets[i]).byteValue();
            picture[3 * i + 1] = ((Number) durations[i]).byteValue();
            picture[3 * i + 2] = ((Number) pitches[i]).byteValue();
          }
          pictures.put(rows.getString(1), picture);
        }
      }
    }
    return pictures;
  }
}
