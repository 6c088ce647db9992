package io.partita.sample;

import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Dice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A track of the invented Free Music Archive.
 *
 * @param id its number, which also names its clip
 * @param song number of the composition that is its music
 * @param kind of what there is of it
 * @param artist number of its artist, from 1
 */
record FmaTrack(int id, int song, ClipKind kind, int artist) {
  /** Their numbers have six digits. */
  static final int MAX_CLIPS = 10_000;

  /** So many sound clips share one of each damage. */
  private static final int BLOCK = 50;

  private static final int ID_STEP = 40;
  private static final int TRACKS_PER_ARTIST = 4;
  private static final int LEAST_ARTISTS = 10;

  /** Songs that are only named begin behind those that are heard. */
  private static final int UNHEARD = 1 << 24;

  /** What the numbers at the start of a dice's path represent. */
  private static final int KIND = 401;

  private static final int TRACK = 402;

  /** The tracks of an archive with so many sound clips, by number. */
  static List<FmaTrack> all(long seed, int clips) {
    List<ClipKind> kinds = kinds(seed, clips);
    int artists = Math.max(LEAST_ARTISTS, kinds.size() / TRACKS_PER_ARTIST);
    List<FmaTrack> tracks = new ArrayList<>(kinds.size());
    int song = -1;
    for (int i = 0; i < kinds.size(); i++) {
      Dice dice = Dice.of(seed, TRACK, i);
      int id = 2 + ID_STEP * i + dice.below(ID_STEP);
      boolean heard = kinds.get(i).hasMusic();
      if (heard) {
        song = nextLongEnough(seed, song + 1);
      }
      int artist = 1 + dice.below(artists);
      tracks.add(new FmaTrack(id, heard ? song : UNHEARD + i, kinds.get(i), artist));
    }
    return tracks;
  }

  /** The first song from a number on that has a clip of the usual length behind its first third. */
  private static int nextLongEnough(long seed, int first) {
    int song = first;
    while (Composer.plan(seed, song).durationS() * 2 / 3 < SampleOptions.USUAL_CLIP_SECONDS) {
      song++;
    }
    return song;
  }

  /** As many tracks elsewhere as sound ones, and one of each other kind for every 50, mixed. */
  private static List<ClipKind> kinds(long seed, int clips) {
    List<ClipKind> all = new ArrayList<>();
    for (int first = 0; first < clips; first += BLOCK) {
      int sound = Math.min(BLOCK, clips - first);
      List<ClipKind> block = new ArrayList<>(List.of(ClipKind.values()));
      block.addAll(Collections.nCopies(sound - 1, ClipKind.SOUND));
      block.addAll(Collections.nCopies(sound - 1, ClipKind.ELSEWHERE));
      Dice dice = Dice.of(seed, KIND, first);
      for (int left = block.size(); left > 1; left--) {
        Collections.swap(block, left - 1, dice.below(left));
      }
      all.addAll(block);
    }
    return all;
  }

  /** Its clip's place below the archive's folder, as {@code 001/001016.mp3}. */
  String path() {
    return String.format(Locale.ROOT, "%03d/%06d.mp3", id / 1000, id);
  }
}
