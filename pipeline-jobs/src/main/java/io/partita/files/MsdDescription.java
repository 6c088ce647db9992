package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.MsdRows;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.MsdTrackReader;
import io.partita.msd.SongCursor;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;

/** One Million Song HDF5 file in the words of the lake's columns. */
final class MsdDescription {
  private MsdDescription() {}

  /** Whether a file is HDF5: by its name, or by the signature at a place where HDF5 allows it. */
  static boolean isOf(String file, InputFile input) throws IOException {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      return true;
    }
    try (InputStream in = input.openStream()) {
      byte[] start = in.readNBytes(8);
      return start.length == 8 && start[0] == (byte) 0x89 && start[1] == 'H' && start[2] == 'D';
    }
  }

  /**
   * A file of one song with its arrays, or a summary: its rows counted and its first song shown.
   */
  static Map<String, Object> of(String file, InputFile input)
      throws IOException, MalformedInputException {
    try (MsdSummaryReader summary = MsdSummaryReader.open(input)) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("file", file);
      answer.put("status", "ok");
      answer.put("rows", summary.rows());
      if (summary.rows() == 1) {
        describe(MsdRows.msdTrackRow(MsdTrackReader.read(input)), LakeTable.MSD_TRACKS, answer);
      } else if (summary.rows() > 1) {
        try (SongCursor songs = summary.songs(summary.ranges(1).get(0), any -> true)) {
          Map<String, Object> first = new LinkedHashMap<>();
          MsdSong song = songs.next();
          describe(MsdRows.trackRow(song.trackId(), song, 0), LakeTable.TRACKS, first);
          answer.put("first", first);
        }
      }
      return answer;
    }
  }

  private static void describe(Row row, LakeTable table, Map<String, Object> answer) {
    String[] columns = table.schema().fieldNames();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].startsWith("idx_") || columns[i].equals("n_midi")) {
        continue;
      }
      Object value = row.get(i);
      answer.put(
          columns[i],
          value instanceof List<?> list && list.size() > 8
              ? list.size() + " values, first " + list.get(0)
              : value);
    }
  }
}
