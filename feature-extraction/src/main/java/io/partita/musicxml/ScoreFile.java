package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiName;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a score: MIDI or MusicXML, known by its content, whatever its name is. */
public final class ScoreFile {
  private ScoreFile() {}

  /** Whether a name or path ends as those of MIDI or of MusicXML files do. */
  public static boolean isNamed(String name) {
    return MidiName.is(name) || MusicXmlName.is(name);
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
   * A file as a score; repeats of MusicXML are as written.
   *
   * @throws MalformedInputException if it cannot be used; what is neither is said to be no MIDI
   */
  public static Score read(byte[] bytes) throws MalformedInputException {
    return MusicXmlReader.isMusicXml(bytes) ? MusicXmlReader.read(bytes) : MidiReader.read(bytes);
  }

  /**
   * A file as MIDI events: of MusicXML those of the MIDI file that {@link MidiWriter} makes of it.
   *
   * @param bytes the whole file, which must not be changed any more
   * @throws MalformedInputException as {@link #read(byte[])} does
   */
  public static MidiEvents events(byte[] bytes) throws MalformedInputException {
    return MidiReader.events(midi(bytes));
  }

  /**
   * A file as the bytes of a MIDI file: itself, or what {@link MidiWriter} makes of MusicXML.
   *
   * @throws MalformedInputException if it is MusicXML that cannot be used
   */
  public static byte[] midi(byte[] bytes) throws MalformedInputException {
    return MusicXmlReader.isMusicXml(bytes) ? MidiWriter.write(MusicXmlReader.read(bytes)) : bytes;
  }
}
