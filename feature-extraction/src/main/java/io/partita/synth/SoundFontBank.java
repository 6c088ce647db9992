package io.partita.synth;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.synth.PlayedPatches.Patch;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sound.midi.Instrument;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Soundbank;

/**
 * What a piece plays of a SoundFont.
 *
 * @param instruments of the SoundFont that the piece asks for, at least one
 * @param missing patches that it asks for and the SoundFont lacks
 */
record SoundFontBank(List<Instrument> instruments, List<Patch> missing) {
  /** Banks that General MIDI 2 keeps for drums and for melodies, on any channel. */
  private static final int ANY_DRUMS = 120;

  private static final int ANY_MELODY = 121;

  /**
   * Reads a file, and checks it and what is played of it.
   *
   * @throws UserException where it cannot be played, or has nothing of what is asked for
   */
  static SoundFontBank read(Path file, Map<Patch, Played> asked) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UserException(
          Mistake.NO_SUCH_FILE, "There is no file " + file + " that can be read as a SoundFont.");
    }
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      SoundFont headers = SoundFont.read(bytes);
      Optional<Sf2> packed = headers.packed();
      return packed.isPresent()
          ? unpacked(file, bytes, packed.get(), asked)
          : of(file, headers, () -> MidiSystem.getSoundbank(file.toFile()), asked);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          String.format(
              Locale.ROOT,
              "%s cannot be played as a SoundFont: %s (byte %d).%s",
              file,
              e.detail(),
              e.byteOffset(),
              e.fault() == SoundFontFault.NOT_A_SOUNDFONT
                  ? " Give an .sf2, .sf3 or .dls file."
                  : ""),
          e);
    } catch (IOException e) {
      // Java's own reader says little, and nothing where a chunk is longer than the file.
      throw new UserException(
          Mistake.MALFORMED_FILE,
          file
              + " cannot be read as a SoundFont"
              + (e.getMessage() == null ? "" : ": " + e.getMessage())
              + ".",
          e);
    }
  }

  /** A SoundFont 3, of which the samples that are played are unpacked. */
  private static SoundFontBank unpacked(
      Path file, SeekableByteChannel bytes, Sf2 font, Map<Patch, Played> asked)
      throws IOException, MalformedInputException {
    Set<Patch> patches = font.patches();
    Set<Integer> samples = new TreeSet<>();
    for (Patch patch : asked.keySet()) {
      Patch found = present(patch, patches);
      samples.addAll(found == null ? Set.of() : font.samplesOf(found));
    }
    try (Sf3 sf2 = Sf3.unpack(bytes, font, samples, Sf3.MOST_FRAMES)) {
      try {
        SoundFont headers = SoundFont.read(sf2.channel());
        return of(file, headers, () -> MidiSystem.getSoundbank(sf2.stream()), asked);
      } catch (MalformedInputException e) {
        throw new MalformedInputException(e.fault(), sf2.inFile(e.byteOffset()), e.detail());
      }
    }
  }

  private static SoundFontBank of(
      Path file, SoundFont headers, Reading bank, Map<Patch, Played> asked)
      throws IOException, MalformedInputException {
    Map<Patch, Instrument> all = instruments(file, bank);
    Map<Patch, Played> found = new LinkedHashMap<>();
    Set<Patch> missing = new LinkedHashSet<>();
    for (Map.Entry<Patch, Played> one : asked.entrySet()) {
      Patch patch = present(one.getKey(), all.keySet());
      if (patch == null) {
        missing.add(one.getKey());
      } else {
        found.merge(patch, one.getValue(), SoundFontBank::both);
      }
    }
    if (found.isEmpty()) {
      throw new UserException(
          Mistake.MISMATCH,
          file + " has none of what is played, " + text(missing) + ": give another SoundFont.");
    }
    List<Instrument> instruments = new ArrayList<>();
    for (Map.Entry<Patch, Played> one : found.entrySet()) {
      Patch patch = one.getKey();
      headers.check(patch.isDrums(), patch.bank(), patch.program(), one.getValue());
      Gervill.requirePlayable(file, all.get(patch));
      instruments.add(all.get(patch));
    }
    return new SoundFontBank(instruments, List.copyOf(missing));
  }

  private static Map<Patch, Instrument> instruments(Path file, Reading bank) throws IOException {
    Map<Patch, Instrument> instruments = new LinkedHashMap<>();
    try {
      for (Instrument instrument : bank.read().getInstruments()) {
        instruments.put(Gervill.patch(instrument), instrument);
      }
      return instruments;
    } catch (InvalidMidiDataException | RuntimeException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          file + " is not a SoundFont that Java reads. Give another .sf2, .sf3 or .dls file.",
          e);
    }
  }

  private static Played both(Played one, Played other) {
    return new Played(
        Math.min(one.lowestKey(), other.lowestKey()),
        Math.max(one.highestKey(), other.highestKey()),
        Math.max(one.bentCents(), other.bentCents()),
        one.sampleRateHz());
  }

  /** Java's reader at work. */
  private interface Reading {
    Soundbank read() throws IOException, InvalidMidiDataException;
  }

  /** Where the synthesizer finds it: in its bank or in bank 0; drums in the first kit, too. */
  private static Patch present(Patch asked, Set<Patch> all) {
    int high = asked.bank() >> 7;
    boolean isDrums = high == ANY_DRUMS || (asked.isDrums() && high != ANY_MELODY);
    List<Patch> places = new ArrayList<>();
    if (high == ANY_DRUMS || high == ANY_MELODY) {
      places.add(new Patch(false, asked.bank(), asked.program()));
    } else {
      places.add(new Patch(isDrums, asked.bank(), asked.program()));
    }
    places.add(new Patch(isDrums, 0, asked.program()));
    if (isDrums) {
      places.add(new Patch(true, 0, 0));
    }
    return places.stream().filter(all::contains).findFirst().orElse(null);
  }

  static String text(Iterable<Patch> patches) {
    List<String> names = new ArrayList<>();
    for (Patch patch : patches) {
      names.add(patch.toString());
    }
    int most = 10;
    return names.size() <= most
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
  }
}
