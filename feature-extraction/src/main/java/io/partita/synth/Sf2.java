package io.partita.synth;

import io.partita.MalformedInputException;
import io.partita.synth.PlayedPatches.Patch;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The headers of a SoundFont 2 file (SoundFont Technical Specification 2.04), whose lists fit into
 * each other. What a preset makes of them is checked as Java's synthesizer reads it.
 */
final class Sf2 {
  private static final int MOST_LIST_BYTES = 64 << 20;
  private static final int FRAME_BYTES = 2;
  private static final int INSTRUMENT = 41;
  private static final int SAMPLE_ID = 53;

  /** Name, bytes of a record, least number of records, in the order of the format. */
  private enum Kind {
    PHDR(38, 2),
    PBAG(4, 2),
    PMOD(10, 0),
    PGEN(4, 1),
    INST(22, 2),
    IBAG(4, 2),
    IMOD(10, 0),
    IGEN(4, 1),
    SHDR(46, 2);

    private final int bytes;
    private final int least;

    Kind(int bytes, int least) {
      this.bytes = bytes;
      this.least = least;
    }
  }

  /** Of a sample's type: it is packed as an Ogg stream, as SoundFont 3 has them. */
  static final int PACKED = 0x10;

  private static final int SAMPLE_TYPE = 44;
  private static final int DRUM_BANK = 128;

  private final Map<Kind, Sf2Records> lists = new TreeMap<>();
  private final long frames;

  private Sf2(long frames) {
    this.frames = frames;
  }

  /**
   * Reads the headers.
   *
   * @throws MalformedInputException where the lists are not whole, or point beyond each other
   */
  static Sf2 read(SeekableByteChannel file, RiffChunk riff)
      throws IOException, MalformedInputException {
    List<RiffChunk> parts = riff.children(file);
    Sf2 font = new Sf2(frames(file, riff, parts));
    font.readLists(file, required(riff, parts, "pdta"));
    font.checkReferences();
    return font;
  }

  private static RiffChunk required(RiffChunk riff, List<RiffChunk> parts, String type)
      throws MalformedInputException {
    return RiffChunk.list(parts, type)
        .orElseThrow(
            () ->
                new MalformedInputException(
                    SoundFontFault.BAD_STRUCTURE, riff.end(), "It has no list " + type));
  }

  private static long frames(SeekableByteChannel file, RiffChunk riff, List<RiffChunk> parts)
      throws IOException, MalformedInputException {
    RiffChunk list = required(riff, parts, "sdta");
    long frames = 0;
    long lowBytes = Long.MAX_VALUE;
    for (RiffChunk chunk : list.children(file)) {
      frames = chunk.id().equals("smpl") ? chunk.size() / FRAME_BYTES : frames;
      lowBytes = chunk.id().equals("sm24") ? chunk.size() : lowBytes;
    }
    if (frames == 0) {
      throw new MalformedInputException(
          SoundFontFault.BAD_SAMPLE, list.offset(), "Its list sdta has no samples");
    }
    if (lowBytes < frames) {
      throw new MalformedInputException(
          SoundFontFault.BAD_SAMPLE,
          list.offset(),
          "Its chunk sm24 has " + lowBytes + " bytes for " + frames + " samples of 24 bits");
    }
    return frames;
  }

  private void readLists(SeekableByteChannel file, RiffChunk pdta)
      throws IOException, MalformedInputException {
    Kind[] kinds = Kind.values();
    int next = 0;
    for (RiffChunk chunk : pdta.children(file)) {
      boolean isNext = next < kinds.length && chunk.id().equalsIgnoreCase(kinds[next].name());
      if (!isNext || chunk.size() > MOST_LIST_BYTES) {
        throw new MalformedInputException(
            SoundFontFault.BAD_STRUCTURE,
            chunk.offset(),
            isNext
                ? "Chunk " + chunk.name() + " has " + chunk.size() + " bytes, too many"
                : "Chunk " + chunk.name() + " where " + expected(kinds, next) + " was expected");
      }
      Kind kind = kinds[next++];
      lists.put(kind, Sf2Records.of(chunk, kind.bytes, kind.least, chunk.bytes(file)));
    }
    if (next < kinds.length) {
      throw new MalformedInputException(
          SoundFontFault.BAD_STRUCTURE,
          pdta.end(),
          "Its list pdta ends where " + expected(kinds, next) + " was expected");
    }
  }

  private static String expected(Kind[] kinds, int next) {
    return next < kinds.length ? kinds[next].name().toLowerCase(Locale.ROOT) : "an end";
  }

  private void checkReferences() throws MalformedInputException {
    list(Kind.PHDR).requireAscending(24, list(Kind.PBAG));
    list(Kind.PBAG).requireAscending(0, list(Kind.PGEN));
    list(Kind.PBAG).requireAscending(2, list(Kind.PMOD));
    list(Kind.INST).requireAscending(20, list(Kind.IBAG));
    list(Kind.IBAG).requireAscending(0, list(Kind.IGEN));
    list(Kind.IBAG).requireAscending(2, list(Kind.IMOD));
    requireIndices(list(Kind.PGEN), INSTRUMENT, list(Kind.INST));
    requireIndices(list(Kind.IGEN), SAMPLE_ID, list(Kind.SHDR));
  }

  private static void requireIndices(Sf2Records generators, int operator, Sf2Records into)
      throws MalformedInputException {
    for (int record = 0; record < generators.count(); record++) {
      if (generators.unsigned16(record, 0) == operator
          && generators.unsigned16(record, 2) >= into.count()) {
        throw new MalformedInputException(
            SoundFontFault.BAD_REFERENCE,
            generators.offsetOf(record),
            String.format(
                Locale.ROOT,
                "Record %d of %s names record %d of %s, which has %d",
                record,
                generators.name(),
                generators.unsigned16(record, 2),
                into.name(),
                into.count()));
      }
    }
  }

  /** Whether one of its samples is packed. */
  boolean isPacked() {
    Sf2Records samples = samples();
    for (int sample = 0; sample < samples.count(); sample++) {
      if ((samples.unsigned16(sample, SAMPLE_TYPE) & PACKED) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The headers of its samples, the list shdr. */
  Sf2Records samples() {
    return list(Kind.SHDR);
  }

  /** Where its presets are found. */
  Set<Patch> patches() {
    Set<Patch> patches = new LinkedHashSet<>();
    Sf2Records presets = list(Kind.PHDR);
    for (int preset = 0; preset < presets.count(); preset++) {
      int bank = presets.unsigned16(preset, 22);
      int program = presets.unsigned16(preset, 20);
      patches.add(
          bank == DRUM_BANK ? new Patch(true, 0, program) : new Patch(false, bank << 7, program));
    }
    return patches;
  }

  /**
   * The samples that the presets of a place play, on whatever key.
   *
   * @throws MalformedInputException where their zones have a fault
   */
  Set<Integer> samplesOf(Patch patch) throws MalformedInputException {
    Set<Integer> played = new TreeSet<>();
    Sf2Records presets = list(Kind.PHDR);
    int bank = patch.isDrums() ? DRUM_BANK : patch.bank() >> 7;
    for (int preset = 0; preset < presets.count(); preset++) {
      if (presets.unsigned16(preset, 20) == patch.program()
          && presets.unsigned16(preset, 22) == bank) {
        List<Sf2Zone> zones = zones(Kind.PHDR, preset, 24, Kind.PBAG, Kind.PGEN, INSTRUMENT);
        for (Sf2Zone zone : zones.subList(1, zones.size())) {
          List<Sf2Zone> inner =
              zones(Kind.INST, zone.target(), 20, Kind.IBAG, Kind.IGEN, SAMPLE_ID);
          inner.subList(1, inner.size()).forEach(its -> played.add(its.target()));
        }
      }
    }
    return played;
  }

  private Sf2Records list(Kind kind) {
    return lists.get(kind);
  }

  /**
   * Checks the presets of a place.
   *
   * @param bank 128 of drums
   * @throws MalformedInputException where what is played of them has a fault
   */
  void check(int bank, int program, Played played) throws MalformedInputException {
    Sf2Records presets = list(Kind.PHDR);
    for (int preset = 0; preset < presets.count(); preset++) {
      if (presets.unsigned16(preset, 20) == program && presets.unsigned16(preset, 22) == bank) {
        checkPreset(preset, played);
      }
    }
  }

  private void checkPreset(int preset, Played played) throws MalformedInputException {
    List<Sf2Zone> zones = zones(Kind.PHDR, preset, 24, Kind.PBAG, Kind.PGEN, INSTRUMENT);
    Sf2Zone global = zones.remove(0);
    int heard = 0;
    for (Sf2Zone zone : zones) {
      heard += checkInstrument(zone.target(), zone.added(global), played);
    }
    if (heard == 0) {
      Sf2Records presets = list(Kind.PHDR);
      throw new MalformedInputException(
          SoundFontFault.BAD_STRUCTURE,
          presets.offsetOf(preset),
          String.format(
              Locale.ROOT,
              "Preset %d, '%s', has no sample for the keys %d to %d",
              preset,
              presets.text(preset),
              played.lowestKey(),
              played.highestKey()));
    }
  }

  private int checkInstrument(int instrument, Sf2Zone preset, Played played)
      throws MalformedInputException {
    List<Sf2Zone> zones = zones(Kind.INST, instrument, 20, Kind.IBAG, Kind.IGEN, SAMPLE_ID);
    Sf2Zone global = zones.remove(0);
    Sf2Records samples = list(Kind.SHDR);
    int heard = 0;
    for (Sf2Zone zone : zones) {
      new Sf2Sound(samples, zone.target(), zone, global, preset).check(frames, played);
      heard += zone.isHeard(played) && preset.isHeard(played) ? 1 : 0;
    }
    return heard;
  }

  /** The zones of a preset or an instrument; the first is the global one, empty if need be. */
  private List<Sf2Zone> zones(
      Kind of, int record, int at, Kind bags, Kind generators, int targetOperator)
      throws MalformedInputException {
    List<Sf2Zone> zones = new ArrayList<>(List.of(Sf2Zone.NONE));
    int from = list(of).unsigned16(record, at);
    int until = list(of).unsigned16(record + 1, at);
    for (int bag = from; bag < until && bag < list(bags).count(); bag++) {
      Sf2Records all = list(generators);
      Map<Integer, Short> amounts = new TreeMap<>();
      int last = Math.min(list(bags).unsigned16(bag + 1, 0), all.count() + 1);
      for (int i = list(bags).unsigned16(bag, 0); i < last; i++) {
        amounts.put(all.unsigned16(i, 0), all.int16(i, 2));
      }
      Sf2Zone zone = new Sf2Zone(amounts, targetOperator);
      if (zone.hasTarget()) {
        zones.add(zone);
      } else if (!zones.get(0).isGiven()) {
        zones.set(0, zone);
      } else {
        throw new MalformedInputException(
            SoundFontFault.BAD_STRUCTURE,
            list(bags).offsetOf(bag),
            "Record " + bag + " of " + list(bags).name() + " is a second global zone");
      }
    }
    return zones;
  }
}
