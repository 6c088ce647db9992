package io.partita.lake.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelType;
import io.partita.score.GeneralMidi;
import io.partita.score.PitchName;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the functions of {@link PartitaSqlExtensions} do to one row, in Spark's own types. Spark
 * calls them by name, never with null; null is their answer if absent.
 */
public final class SqlFunctions {
  private static final int DRUMS = 128;
  private static final int HIGHEST_PITCH = 127;

  private SqlFunctions() {}

  /** {@code 60 → C4}; null outside of 0 to 127. */
  public static UTF8String noteName(int pitch) {
    return text(PitchName.of(pitch));
  }

  /** {@code 60 → C}; null outside of 0 to 127. */
  public static UTF8String pitchClass(int pitch) {
    return text(PitchName.ofClass(pitch));
  }

  /** {@code (9, 0) → A minor}; null for a key outside of 0 to 11 or another mode than 0 and 1. */
  public static UTF8String keyName(int key, int mode) {
    if (key < 0 || key > 11 || mode < 0 || mode > 1) {
      return null;
    }
    return text(PitchName.ofClass(key).map(name -> name + (mode == 0 ? " minor" : " major")));
  }

  /** {@code 42 → Cello}, {@code 128 → Drums} as tokens have it; null for other numbers. */
  public static UTF8String programName(int program) {
    return program == DRUMS ? UTF8String.fromString("Drums") : text(GeneralMidi.program(program));
  }

  /** {@code 38 → Acoustic Snare}; null outside of 27 to 87. */
  public static UTF8String drumName(int pitch) {
    return text(GeneralMidi.drum(pitch));
  }

  /** A pitch moved; null where it leaves 0 to 127. */
  public static Integer transpose(int pitch, int semitones) {
    long moved = (long) pitch + semitones;
    return moved < 0 || moved > HIGHEST_PITCH ? null : (Integer) (int) moved;
  }

  /** Each pitch moved; null elements where one leaves 0 to 127 or was null. */
  public static ArrayData transposeAll(ArrayData pitches, int semitones) {
    Object[] moved = new Object[pitches.numElements()];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = pitches.isNullAt(i) ? null : transpose(pitches.getInt(i), semitones);
    }
    return new GenericArrayData(moved);
  }

  /**
   * The values of a blob of the table mel, frame after frame.
   *
   * @param dtype float16 or float32
   */
  public static ArrayData melArray(byte[] mel, UTF8String dtype) {
    MelType type =
        MelType.labelled(dtype.toString())
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.BAD_QUERY,
                        "mel_array: the types are float16 and float32, not " + dtype + "."));
    return UnsafeArrayData.fromPrimitiveArray(type.read(mel));
  }

  private static UTF8String text(Optional<String> name) {
    return name.map(UTF8String::fromString).orElse(null);
  }
}
