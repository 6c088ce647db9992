package io.partita.ingest.midi;

import io.partita.lake.table.LakeTable;
import io.partita.midi.PedalPress;
import io.partita.midi.Pedals;
import io.partita.midi.PitchBend;
import io.partita.midi.PitchBends;
import io.partita.score.Score;
import io.partita.score.TempoMap;
import io.partita.score.TextEvent;
import java.io.IOException;
import java.util.Locale;

/**
 * The tables of what a content has beside its notes and tokens, each with how its rows are made.
 */
enum ContentTable {
  LYRICS(LakeTable.LYRICS, ContentTable::lyrics),
  MARKERS(LakeTable.MARKERS, ContentTable::markers),
  PEDAL(LakeTable.PEDAL, ContentTable::pedal),
  BENDS(LakeTable.BENDS, ContentTable::bends);

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

  private static void pedal(MusicFormat.Music music, ContentRows to) throws IOException {
    TempoMap tempos = music.score().tempoMap();
    for (PedalPress press : Pedals.of(music.events())) {
      to.add(
          to.row("press_idx")
              .set("track", press.track())
              .set("channel", press.channel())
              .set("controller", press.controller())
              .set("down_tick", press.downTick())
              .set("up_tick", press.upTick())
              .set("down_s", tempos.secondsAt(press.downTick()))
              .set("up_s", tempos.secondsAt(press.upTick()))
              .set("is_released", press.isReleased()));
    }
  }

  private static void bends(MusicFormat.Music music, ContentRows to) throws IOException {
    TempoMap tempos = music.score().tempoMap();
    for (PitchBends bends = new PitchBends(music.events()); bends.hasNext(); ) {
      PitchBend bend = bends.next();
      to.add(
          to.row("bend_idx")
              .set("track", bend.track())
              .set("channel", bend.channel())
              .set("tick", bend.tick())
              .set("time_s", tempos.secondsAt(bend.tick()))
              .set("value", bend.value())
              .set("range_semitones", bend.rangeSemitones())
              .set("semitones", bend.semitones()));
    }
  }
}
