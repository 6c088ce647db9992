package io.partita.ingest.midi;

import io.partita.Labelled;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.midi.PedalPress;
import io.partita.midi.Pedals;
import io.partita.midi.PitchBend;
import io.partita.midi.PitchBends;
import io.partita.score.Score;
import io.partita.score.SungText;
import io.partita.score.TempoMap;
import io.partita.score.TextEvent;
import io.partita.symbolic.FoundKey;
import io.partita.symbolic.KeyFinder;
import io.partita.symbolic.KeyProfile;
import io.partita.symbolic.TrackExpressiveness;
import java.io.IOException;
import java.util.Optional;

/**
 * The tables of what a content has beside its notes and tokens, each with how its rows are made.
 */
@SuppressWarnings("ImmutableEnumChecker") // its rows are made by static methods
enum ContentTable {
  LYRICS(LakeTable.LYRICS, (music, keys, to) -> lyrics(music, to)),
  MARKERS(LakeTable.MARKERS, (music, keys, to) -> markers(music, to)),
  PEDAL(LakeTable.PEDAL, (music, keys, to) -> pedal(music, to)),
  BENDS(LakeTable.BENDS, (music, keys, to) -> bends(music, to)),
  KEYS(LakeTable.KEYS, ContentTable::keys),
  TRACK_EXPRESSIVENESS(
      LakeTable.TRACK_EXPRESSIVENESS, (music, keys, to) -> trackExpressiveness(music, to));

  /** The length of the passages whose keys are found. */
  private static final int PASSAGE_BARS = 8;

  private final LakeTable table;
  private final Rows rows;

  ContentTable(LakeTable table, Rows rows) {
    this.table = table;
    this.rows = rows;
  }

  /** Makes the rows of one content. */
  @FunctionalInterface
  private interface Rows {
    void add(MusicFormat.Music music, KeyProfile keys, ContentRows to) throws IOException;
  }

  LakeTable table() {
    return table;
  }

  /**
   * Adds the rows of one content.
   *
   * @param keys by which keys are found
   */
  void add(MusicFormat.Music music, KeyProfile keys, ContentRows to) throws IOException {
    rows.add(music, keys, to);
  }

  private static void lyrics(MusicFormat.Music music, ContentRows to) throws IOException {
    Score score = music.score();
    for (SungText sung : SungText.of(score)) {
      to.add(
          text(to.row("lyric_idx"), score, sung.event())
              .set("begins", sung.begins().map(Labelled::label).orElse(null)));
    }
  }

  private static void markers(MusicFormat.Music music, ContentRows to) throws IOException {
    Score score = music.score();
    for (TextEvent text : score.texts()) {
      if (text.kind() == TextEvent.Kind.MARKER || text.kind() == TextEvent.Kind.CUE_POINT) {
        to.add(text(to.row("marker_idx"), score, text).set("kind", text.kind().label()));
      }
    }
  }

  private static RowBuilder text(RowBuilder row, Score score, TextEvent text) {
    return row.set("track", text.track())
        .set("tick", text.tick())
        .set("time_s", score.tempoMap().secondsAt(text.tick()))
        .set("text", text.text())
        .set("encoding", text.encoding().label());
  }

  private static void pedal(MusicFormat.Music music, ContentRows to) throws IOException {
    TempoMap tempos = music.score().tempoMap();
    for (PedalPress press : Pedals.of(music.events())) {
      to.add(
          to.row("press_idx")
              .set("track", press.track())
              .set("port", press.port())
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
              .set("port", bend.port())
              .set("channel", bend.channel())
              .set("tick", bend.tick())
              .set("time_s", tempos.secondsAt(bend.tick()))
              .set("value", bend.value())
              .set("range_semitones", bend.rangeSemitones())
              .set("semitones", bend.semitones()));
    }
  }

  private static void keys(MusicFormat.Music music, KeyProfile keys, ContentRows to)
      throws IOException {
    Optional<FoundKey> whole = KeyFinder.of(music.score(), keys);
    if (whole.isPresent()) {
      to.add(key(to, keys, "file", 0, whole.get()));
    }
    for (KeyFinder.Passage passage : KeyFinder.passages(music.score(), PASSAGE_BARS, keys)) {
      to.add(key(to, keys, "bars", passage.firstBar(), passage.key()));
    }
  }

  private static RowBuilder key(
      ContentRows to, KeyProfile profile, String scope, long firstBar, FoundKey key) {
    return to.row()
        .set("scope", scope)
        .set("first_bar", firstBar)
        .set("key", key.text())
        .set("tonic", key.tonic())
        .set("mode", key.minor() ? "minor" : "major")
        .set("correlation", key.correlation())
        .set("margin", key.margin())
        .set("profile", profile.label());
  }

  private static void trackExpressiveness(MusicFormat.Music music, ContentRows to)
      throws IOException {
    for (TrackExpressiveness track : TrackExpressiveness.of(music.score())) {
      to.add(
          to.row()
              .set("track", track.track())
              .set("channel", track.channel())
              .set("n_notes", track.noteCount())
              .set("dnvr", track.distinctVelocityRatio())
              .set("nomml", track.medianMetricLevel().stream().boxed().findAny().orElse(null))
              .set("is_played", track.isPlayed())
              .set("dnodr", track.distinctOnsetRatio().stream().boxed().findAny().orElse(null)));
    }
  }
}
