package io.partita.ingest.midi;

import io.partita.lake.table.LakeTable;
import io.partita.score.Score;
import io.partita.score.TextEvent;
import java.io.IOException;
import java.util.Locale;

/**
 * The tables of what a content has beside its notes and tokens, each with how its rows are made.
 */
enum ContentTable {
  LYRICS(LakeTable.LYRICS, ContentTable::lyrics),
  MARKERS(LakeTable.MARKERS, ContentTable::markers);

  private final LakeTable table;
  private final Rows rows;

  ContentTable(LakeTable table, Rows rows) {
    this.table = table;
    this.rows = rows;
  }

  /** Makes the rows of one content. */
  @FunctionalInterface
  private interface Rows {
    void add(MusicFormat.Music music, ContentRows to) throws IOException;
  }

  LakeTable table() {
    return table;
  }

  /** Adds the rows of one content. */
  void add(MusicFormat.Music music, ContentRows to) throws IOException {
    rows.add(music, to);
  }

  private static void lyrics(MusicFormat.Music music, ContentRows to) throws IOException {
    Score score = music.score();
    for (TextEvent text : score.texts()) {
      if (text.kind() == TextEvent.Kind.LYRIC) {
        to.add(
            to.row("lyric_idx")
                .set("track", text.track())
                .set("tick", text.tick())
                .set("time_s", score.tempoMap().secondsAt(text.tick()))
                .set("text", text.text()));
      }
    }
  }

  private static void markers(MusicFormat.Music music, ContentRows to) throws IOException {
    Score score = music.score();
    for (TextEvent text : score.texts()) {
      if (text.kind() == TextEvent.Kind.MARKER || text.kind() == TextEvent.Kind.CUE_POINT) {
        to.add(
            to.row("marker_idx")
                .set("track", text.track())
                .set("tick", text.tick())
                .set("time_s", score.tempoMap().secondsAt(text.tick()))
                .set("kind", text.kind().name().toLowerCase(Locale.ROOT))
                .set("text", text.text()));
      }
    }
  }
}
