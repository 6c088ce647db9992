package io.partita.scorefile;

import io.partita.MalformedInputException;
import io.partita.abc.AbcFormat;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiName;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.musicxml.MusicXmlFormat;
import io.partita.notation.ScoreFormat;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file that holds a score: MIDI or written music, known by its content, whatever its name is. */
public final class ScoreFile {
  private static final List<ScoreFormat> FORMATS = List.of(new MusicXmlFormat(), new AbcFormat());

  private ScoreFile() {}

  /** The formats of written music. */
  public static List<ScoreFormat> formats() {
    return FORMATS;
  }

  /** The format of written music whose files have names or paths like this one. */
  public static Optional<ScoreFormat> format(String name) {
    return FORMATS.stream().filter(format -> format.isNamed(name)).findFirst();
  }

  /** Whether a name or path ends as those of MIDI files or of written music do. */
  public static boolean isNamed(String name) {
    return MidiName.is(name) || format(name).isPresent();
  }

  /**
   * A file as a score.
   *
   * @throws IOException if it cannot be read
   * @throws MalformedInputException if it cannot be used
   */
  public static Score read(Path file) throws IOException, MalformedInputException {
    return read(Files.readAllBytes(file));
  }

  /**
   * A file as a score; repeats of written music are as written.
   *
   * @throws MalformedInputException if it cannot be used; what is neither is said to be no MIDI
   */
  public static Score read(byte[] bytes) throws MalformedInputException {
    Optional<ScoreFormat> format = written(bytes);
    return format.isPresent()
        ? format.get().read(bytes, Integer.MAX_VALUE, false)
        : MidiReader.read(bytes);
  }

  /**
   * A file as MIDI events: of written music those of the MIDI file that {@link MidiWriter} makes of
   * it.
   *
   * @param bytes the whole file, which must not be changed any more
   * @throws MalformedInputException as {@link #read(byte[])} does
   */
  public static MidiEvents events(byte[] bytes) throws MalformedInputException {
    return MidiReader.events(midi(bytes));
  }

  /**
   * A file as the bytes of a MIDI file: itself, or what {@link MidiWriter} makes of written music.
   *
   * @throws MalformedInputException if it is written music that cannot be used
   */
  public static byte[] midi(byte[] bytes) throws MalformedInputException {
    return written(bytes).isPresent() ? MidiWriter.write(read(bytes)) : bytes;
  }

  private static Optional<ScoreFormat> written(byte[] bytes) {
    return FORMATS.stream().filter(format -> format.is(bytes)).findFirst();
  }
}
