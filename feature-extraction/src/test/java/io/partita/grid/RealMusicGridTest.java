package io.partita.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.melody.MelodyLabel;
import io.partita.melody.MelodySlice;
import io.partita.melody.MelodySlices;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.TempoMap;
import io.partita.score.TimeSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The grid by notes: of POP909 (Wang et al., ISMIR 2020), whose files declare a metre that is not
 * the music's, against the chords that its authors found, as bars begin at the sixteenth of most
 * chords; and of classical piano music, whose files declare the true one.
 */
class RealMusicGridTest {
  private static final int SONGS = 909;
  private static final int BAR = 16;

  /** Songs that the template was not learned on are those that this divides. */
  private static final int HELD_OUT = 6;

  /** How often a melody has an onset at the steps of its half bars. */
  private static final double[] PROFILE = {0.73, 0.09, 0.47, 0.20, 0.49, 0.09, 0.53, 0.20};

  @Test
  void barsAreThoseOfTheChords() throws Exception {
    TreeMap<String, Integer> metres = new TreeMap<>();
    Found heldOut = new Found();
    Found all = new Found();
    try (ZipFile zip = zip()) {
      for (int song = 1; song <= SONGS; song++) {
        Score score = MidiReader.read(bytes(zip, song, "%03d.mid".formatted(song)));
        NoteGrid grid = NoteGrid.of(heard(score), score.division().ticksPerQuarter()).orElseThrow();
        metres.merge(StepPiece.metre(grid.numerator(), grid.denominator()), 1, Integer::sum);
        if (grid.numerator() == 4) {
          List<Double> chords = chords(score, grid, text(zip, song));
          all.add(chords);
          if (song % HELD_OUT == 0) {
            heldOut.add(chords);
          }
        }
      }
    }

    assertThat(metres).isEqualTo(Map.of("4/4", 830, "3/4", 29, "12/8", 22, "free time", 28));
    assertThat(heldOut).hasToString("141 songs: 1.000 1.000 0.950 0.915");
    assertThat(all).hasToString("830 songs: 1.000 1.000 0.935 0.873");
  }

  @Test
  void barsOfPianoMusicAreThoseThatItsFilesDeclare() throws Exception {
    Found found = new Found();
    try (ZipFile zip = new ZipFile(SharedData.file("data/piano-midi-de.zip").toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.getName().endsWith(".mid")) {
          continue;
        }
        Score score = MidiReader.read(zip.getInputStream(entry).readAllBytes());
        Set<String> metres =
            score.timeSignatures().stream().map(TimeSignature::text).collect(Collectors.toSet());
        NoteGrid grid = NoteGrid.of(heard(score), score.division().ticksPerQuarter()).orElseThrow();
        if (metres.equals(Set.of("4/4")) && grid.numerator() == 4) {
          found.add(List.of(-grid.startTick() / grid.ticksPerStep()));
        }
      }
    }

    assertThat(found).hasToString("54 songs: 1.000 0.926 0.852 0.796");
  }

  @Test
  void melodiesHaveTheProfileOfMelodies() throws Exception {
    int files = 0;
    int slices = 0;
    double[] onsets = new double[BAR];
    try (ZipFile zip = zip()) {
      for (int song = 1; song <= SONGS; song++) {
        MidiEvents events = MidiReader.events(bytes(zip, song, "%03d.mid".formatted(song)));
        Set<Integer> track = new TrackChoice("MELODY").in(events);
        assertThat(track).containsExactly(1);
        MelodySlices found = MelodySlices.of(StepGrid.of(events, GridSource.NOTES), 2, track);
        files += found.slices().isEmpty() ? 0 : 1;
        slices += found.slices().size();
        for (MelodySlice slice : found.slices()) {
          for (int step = 0; step < slice.labels().length; step++) {
            onsets[step % BAR] += MelodyLabel.isPitch(slice.labels()[step]) ? 0.5 : 0;
          }
        }
      }
    }

    for (int step = 0; step < BAR; step++) {
      onsets[step] /= slices;
    }
    assertThat(files).isEqualTo(830);
    assertThat(slices).isEqualTo(29_413);
    for (int step = 0; step < PROFILE.length; step++) {
      assertThat(onsets[step]).as("step %d", step).isEqualTo(PROFILE[step], within(0.03));
    }
  }

  /** How many songs have the right sixteenths, beats, half bars and bars. */
  private static final class Found {
    private int songs;
    private int steps;
    private int beats;
    private int halfBars;
    private int bars;

    /**
     * @param chords where they begin, in sixteenths from a bar line
     */
    void add(List<Double> chords) {
      int[] atStep = new int[BAR];
      double off = 0;
      for (double chord : chords) {
        off += Math.abs(chord - Math.rint(chord)) / chords.size();
        atStep[(int) Math.floorMod(Math.round(chord), (long) BAR)]++;
      }
      int most = IntStream.of(atStep).max().orElseThrow();
      int first =
          IntStream.range(0, BAR).filter(step -> atStep[step] == most).findFirst().orElseThrow();
      songs++;
      steps += off < 0.25 ? 1 : 0;
      beats += first % 4 == 0 ? 1 : 0;
      halfBars += first % 8 == 0 ? 1 : 0;
      bars += first == 0 ? 1 : 0;
    }

    double share(int right) {
      return (double) right / songs;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d songs: %.3f %.3f %.3f %.3f",
          songs,
          share(steps),
          share(beats),
          share(halfBars),
          share(bars));
    }
  }

  private static List<NoteGrid.Heard> heard(Score score) {
    List<NoteGrid.Heard> heard = new ArrayList<>();
    for (Note note : score.notes()) {
      if (note.offsetTick() > note.onsetTick()) {
        heard.add(
            new NoteGrid.Heard(note.onsetTick(), note.offsetTick(), note.pitch(), note.isDrum()));
      }
    }
    return heard;
  }

  /** Lines of a start and an end in seconds, and a chord; N is none. */
  private static List<Double> chords(Score score, NoteGrid grid, String lines) {
    return lines
        .strip()
        .lines()
        .map(line -> line.split("\t"))
        .filter(fields -> !fields[2].equals("N"))
        .map(fields -> tickAt(score.tempoMap(), Double.parseDouble(fields[0])))
        .map(tick -> (tick - grid.startTick()) / grid.ticksPerStep())
        .toList();
  }

  private static double tickAt(TempoMap tempos, double seconds) {
    long low = 0;
    long high = 1L << 24;
    while (low < high) {
      long middle = (low + high) / 2;
      if (tempos.secondsAt(middle) < seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static ZipFile zip() throws IOException {
    return new ZipFile(SharedData.file("data/pop909.zip").toFile());
  }

  private static String text(ZipFile zip, int song) throws IOException {
    return new String(bytes(zip, song, "chord_midi.txt"), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ZipFile zip, int song, String name) throws IOException {
    return zip.getInputStream(new ZipEntry("%03d/%s".formatted(song, name))).readAllBytes();
  }
}
