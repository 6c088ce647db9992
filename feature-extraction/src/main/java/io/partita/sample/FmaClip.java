package io.partita.sample;

import io.partita.MalformedInputException;
import io.partita.audio.AudioEncoding;
import io.partita.audio.AudioWriter;
import io.partita.audio.Synth;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One track of the invented audio archive.
 *
 * @param number of the track in the archive
 * @param work the composition that it records
 * @param fate what became of its file
 */
record FmaClip(int number, int work, Fate fate) {
  private static final int SAMPLE_RATE_HZ = 44_100;
  private static final int SECONDS = 10;
  private static final int BLOCK_SAMPLES = 4096;
  private static final float AUDIBLE = 0.001f;
  private static final int EDITION = 401;
  private static final int NUMBER = 402;

  /** One clip in so many is of each fate that is not the usual one. */
  private static final int PERIOD = 12;

  /** What real archives do to their files. */
  enum Fate {
    SOUND,
    /** The upload stopped half-way: the clip is short. */
    CUT,
    /** A web page that says sorry. */
    PAGE,
    /** There is a row and no file. */
    MISSING,
    /** There is a file and no row. */
    UNKNOWN
  }

  /** The clip at a place in the archive; numbers rise with the places, with gaps. */
  static FmaClip of(long seed, int index) {
    Fate fate =
        switch (index % PERIOD) {
          case 3 -> Fate.CUT;
          case 5 -> Fate.PAGE;
          case 7 -> Fate.MISSING;
          case 9 -> Fate.UNKNOWN;
          default -> Fate.SOUND;
        };
    return new FmaClip(2 + 150 * index + Dice.of(seed, NUMBER, index).below(150), index, fate);
  }

  /** Where its file lies: {@code 001/001234.mp3}. */
  String path() {
    return "%03d/%06d.mp3".formatted(number / 1000, number);
  }

  SongPlan plan(long seed) {
    return Composer.plan(seed, work);
  }

  /**
   * Its file: the song from its first sound on as MP3, or what is left of it.
   *
   * @param scratch a file to write to and to delete
   */
  byte[] bytes(long seed, Path scratch) throws IOException {
    if (fate == Fate.PAGE) {
      return ("<!DOCTYPE html>\n<html><body><h1>404 Not Found</h1>" + path() + "</body></html>\n")
          .getBytes(StandardCharsets.UTF_8);
    }
    Edition edition = Edition.draw(0, Dice.of(seed, EDITION, work));
    try {
      MidiEvents song =
          MidiReader.events(MidiWriter.write(edition.score(Composer.compose(seed, work, 0))));
      play(song, scratch);
    } catch (MalformedInputException e) {
      throw new IllegalStateException("The generator's own song cannot be played", e);
    }
    byte[] whole = Files.readAllBytes(scratch);
    Files.delete(scratch);
    return fate == Fate.CUT ? Arrays.copyOf(whole, whole.length / 3) : whole;
  }

  private static void play(MidiEvents song, Path file) throws IOException, MalformedInputException {
    float[][] planes = new float[Synth.CHANNELS][BLOCK_SAMPLES];
    int left = SECONDS * SAMPLE_RATE_HZ;
    try (Synth synth = Synth.open(song, SAMPLE_RATE_HZ, Optional.empty());
        AudioWriter mp3 =
            AudioWriter.create(file, AudioEncoding.MP3, SAMPLE_RATE_HZ, Synth.CHANNELS)) {
      boolean began = false;
      int count = synth.read(planes);
      while (count >= 0 && left > 0) {
        began |= isAudible(planes[0], count);
        if (began) { // a bar that nobody plays in makes no clip
          mp3.write(planes, Math.min(count, left));
          left -= count;
        }
        count = synth.read(planes);
      }
    }
  }

  private static boolean isAudible(float[] samples, int count) {
    for (int i = 0; i < count; i++) {
      if (Math.abs(samples[i]) > AUDIBLE) {
        return true;
      }
    }
    return false;
  }
}
