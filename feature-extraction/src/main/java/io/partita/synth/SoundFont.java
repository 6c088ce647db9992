package io.partita.synth;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * The headers of a SoundFont 2 or 3 or a DLS file: what must hold before a synthesizer may play it.
 */
public final class SoundFont {
  private static final int DRUM_BANK = 128;

  private final Sf2 sf2;

  private SoundFont(Sf2 sf2) {
    this.sf2 = sf2;
  }

  /** The lists of a SoundFont whose samples must be unpacked before it is played; else nothing. */
  Optional<Sf2> packed() {
    return Optional.ofNullable(sf2).filter(Sf2::isPacked);
  }

  /**
   * Reads and checks the structure of a file.
   *
   * @throws MalformedInputException a {@link SoundFontFault}
   */
  public static SoundFont read(SeekableByteChannel file)
      throws IOException, MalformedInputException {
    RiffChunk riff = RiffChunk.ofFile(file);
    return switch (riff.type()) {
      case "sfbk" -> new SoundFont(Sf2.read(file, riff));
      case "DLS " -> {
        Dls.check(file, riff);
        yield new SoundFont(null);
      }
      default ->
          throw new MalformedInputException(
              SoundFontFault.NOT_A_SOUNDFONT, 8, "It is a RIFF file of type " + riff.name());
    };
  }

  /**
   * Checks what is played of a SoundFont's instrument; those of DLS files have been checked.
   *
   * @param bank of 14 bits, as MIDI's bank select has it
   * @throws MalformedInputException a {@link SoundFontFault}
   */
  public void check(boolean isDrums, int bank, int program, Played played)
      throws MalformedInputException {
    if (sf2 != null) {
      sf2.check(isDrums ? DRUM_BANK : bank >> 7, program, played);
    }
  }
}
