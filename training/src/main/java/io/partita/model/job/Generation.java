package io.partita.model.job;

import io.partita.output.MusicFiles;
import io.partita.score.Score;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a model makes once, as a value: nothing is written.
 *
 * @param picture PNG of it, drawn when asked for, by the name to show in it
 * @param provenance fields of its JSON file, in order: with the model they make it again
 * @param remark what to tell the user, as the rest of a line that begins with its name; empty if
 *     nothing
 */
public record Generation(
    Music music, Function<String, byte[]> picture, Map<String, Object> provenance, String remark) {
  /** Notes or sound. */
  public sealed interface Music permits Piece, Sound {
    /** Writes NAME.wav and, of notes, NAME.mid. */
    void write(MusicFiles files, String name) throws IOException;
  }

  /**
   * Notes.
   *
   * @param isLoop whether its bars are to be played round and round
   */
  public record Piece(Score score, boolean isLoop) implements Music {
    @Override
    public void write(MusicFiles files, String name) throws IOException {
      files.midiAndWav(name, score, isLoop);
    }
  }

  /**
   * Mono sound.
   *
   * @param samples at {@code sampleRateHz}, finite, nominally in [-1, 1]
   * @param level root mean square, above 0, that loudness below 8 kHz is measured against; empty if
   *     the samples are to be written as they are
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Sound(float[] samples, int sampleRateHz, OptionalDouble level) implements Music {
    @Override
    public void write(MusicFiles files, String name) throws IOException {
      if (level.isEmpty()) {
        files.raw(name, samples, sampleRateHz);
      } else {
        files.sound(name, samples, sampleRateHz, level.getAsDouble());
      }
    }
  }
}
