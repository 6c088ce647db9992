package io.partita.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.duplicates.PieceMatch;
import io.partita.lake.duplicates.PieceQuery;
import io.partita.terminal.AlignedLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@link SimilarPieces} found, as {@code --json} prints it.
 *
 * @param query the file
 * @param datasets that were searched
 * @param contents files of these that it was compared with, equal bytes once
 * @param matches the surest first
 * @param files pictures that were written; null where none were asked for
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record PieceReport(
    Query query,
    List<String> datasets,
    int contents,
    List<PieceMatch> matches,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<String> files) {
  private static final int WIDEST_CELL = 60;

  /** The file that was looked for. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Query(String file, String midiMd5, int notes, int shingles) {
    static Query of(PieceQuery query) {
      return new Query(
          query.path(), query.md5(), query.features().notes(), query.features().distinct().length);
    }
  }

  /** A line for each match, or one that says that there is none. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "find pieces %s: %,d notes, compared with %,d files of %s",
            query.file(),
            query.notes(),
            contents,
            String.join(", ", datasets)));
    lines.add("");
    if (matches.isEmpty()) {
      lines.add("None of them holds the same music.");
    } else {
      List<List<String>> rows = new ArrayList<>(List.of(PieceMatch.HEAD));
      for (PieceMatch match : matches) {
        rows.add(match.cells(rows.size()));
      }
      lines.addAll(AlignedLines.of(rows, WIDEST_CELL));
    }
    if (files != null && !files.isEmpty()) {
      lines.add("");
      lines.addAll(files);
    }
    return String.join(System.lineSeparator(), lines);
  }
}
