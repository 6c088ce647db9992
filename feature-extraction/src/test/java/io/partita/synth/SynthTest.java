package io.partita.synth;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.ClosedBy;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sound.midi.Instrument;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Patch;
import javax.sound.midi.Soundbank;
import javax.sound.midi.SoundbankResource;
import javax.sound.sampled.AudioInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthTest {
  private static final int RATE = 22_050;
  private static final int ORGAN = 19;

  @Test
  void notesSoundWhenAndAsHighAsTheyAreWritten() throws Exception {
    float[] samples =
        left(
            score()
                .tempo(480, 1_000_000)
                .note(0, 0, ORGAN, 69, 100, 480, 960)
                .note(0, 0, ORGAN, 81, 100, 1440, 1920));
    // 0.5 s at 120 quarters a minute, then a second a quarter.
    assertThat(peak(samples, 0, 0.49)).isZero();
    assertThat(pitchHz(samples, 0.7, 1.4)).isCloseTo(440, within(5.0));
    assertThat(pitchHz(samples, 2.7, 3.4)).isCloseTo(880, within(10.0));
    assertThat(peak(samples, 0.5, 0.6)).isGreaterThan(0.01f);
    assertThat(peak(samples, 2.5, 2.6)).isGreaterThan(0.01f);
    double durationS = samples.length / (double) RATE;
    assertThat(durationS).isBetween(3.5, 3.5 + 10.5);
    assertThat(peak(samples, durationS - 0.1, durationS)).isLessThan(1e-4f);
  }

  @Test
  void theSameEventsGiveTheSameSamples() throws Exception {
    ScoreBuilder score =
        score()
            .note(0, 0, 0, 60, 90, 0, 400)
            .note(0, 9, 0, 36, 90, 0, 100)
            .note(1, 1, 48, 67, 90, 10, 900);
    assertThat(left(score)).isEqualTo(left(score));
  }

  /** What the JDK computes for itself has other phases in each run. */
  @Tag("e2e")
  @Test
  void theSameEventsGiveTheSameSamplesInEveryRunOfJava() throws Exception {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.add("--add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED");
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), SynthTest.class.getName()));
    Process run = new ProcessBuilder(java).redirectError(Redirect.INHERIT).start();
    byte[] samples = run.getInputStream().readAllBytes();

    assertThat(run.waitFor()).isZero();
    assertThat(samples).hasSizeGreaterThan(RATE).isEqualTo(everyInstrument());
  }

  /** Prints the samples of {@link #everyInstrument}. */
  public static void main(String[] args) throws Exception {
    System.out.write(everyInstrument());
    System.out.flush();
  }

  /** A note of each program and each drum, half of them at once; as floats. */
  private static byte[] everyInstrument() throws Exception {
    StringBuilder track = new StringBuilder();
    for (int program = 0; program < 128; program++) {
      track.append(String.format("00C0%02X00904564%02X804500", program, program));
    }
    for (int drum = 35; drum < 82; drum++) {
      track.append(String.format("0099%02X643C89%02X00", drum, drum));
    }
    float[] samples = left(MidiReader.events(midi(track.substring(2), "00FF2F00")));
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * samples.length);
    for (float sample : samples) {
      bytes.putFloat(sample);
    }
    return bytes.array();
  }

  @Test
  void theBuiltInSoundsAreTheJdks() throws Exception {
    Soundbank shipped;
    try (InputStream file = new BufferedInputStream(Synth.class.getResourceAsStream("jdk.sf2"))) {
      shipped = MidiSystem.getSoundbank(file);
    }
    Soundbank computed = JdkBank.compute();

    assertThat(shipped.getInstruments()).hasSize(129);
    assertThat(shipped.getInstruments())
        .extracting(Instrument::getName, one -> Gervill.patch(one))
        .containsExactlyInAnyOrder(
            Arrays.stream(computed.getInstruments())
                .map(one -> tuple(nameInFile(one.getName()), Gervill.patch(one)))
                .toArray(Tuple[]::new));
    assertThat(shipped.getResources())
        .extracting(SoundbankResource::getName, SynthTest::frames)
        .containsExactlyInAnyOrder(
            Arrays.stream(computed.getResources())
                .map(one -> tuple(nameInFile(one.getName()), frames(one)))
                .toArray(Tuple[]::new));
  }

  /** A SoundFont 2 has 20 bytes for a name. */
  private static String nameInFile(String name) {
    return name.substring(0, Math.min(20, name.length()));
  }

  /** Of a sample; other resources have none. */
  private static long frames(SoundbankResource resource) {
    return resource.getData() instanceof AudioInputStream samples ? samples.getFrameLength() : 0;
  }

  @Test
  void channelNineIsPercussion() throws Exception {
    float[] drum = left(score().note(0, 9, 0, 38, 100, 0, 480));
    float[] piano = left(score().note(0, 0, 0, 38, 100, 0, 480));
    assertThat(peak(drum, 0, 0.2)).isGreaterThan(0.05f);
    assertThat(drum).isNotEqualTo(piano);
    // A snare drum has no pitch: its waves cross zero far more often than those of a low note.
    assertThat(zeroCrossings(drum, 0, 0.1)).isGreaterThan(2 * zeroCrossings(piano, 0, 0.1));
  }

  @Test
  void programsVelocitiesAndPedalsAreHeard() throws Exception {
    float[] loud = left(score().note(0, 0, ORGAN, 60, 120, 0, 480));
    float[] soft = left(score().note(0, 0, ORGAN, 60, 40, 0, 480));
    assertThat(peak(loud, 0, 0.5)).isGreaterThan(2 * peak(soft, 0, 0.5));
    assertThat(left(score().note(0, 0, 0, 60, 120, 0, 480))).isNotEqualTo(loud);
    float[] held =
        left(
            score()
                .pedal(new PedalEvent(0, 0, 0, 127))
                .pedal(new PedalEvent(1920, 0, 0, 0))
                .note(0, 0, ORGAN, 60, 120, 0, 480));
    assertThat(peak(held, 1.5, 1.9)).isGreaterThan(10 * peak(loud, 1.5, 1.9));
  }

  @Test
  void eachPortPlaysWithItsOwnPrograms() throws Exception {
    float[] organ = left(score().note(0, 0, ORGAN, 60, 100, 0, 480));
    float[] drum = left(score().note(0, 9, 0, 38, 100, 0, 480));
    Note onPort1 = new Note(1, 1, 9, 0, 38, 100, 0, 480, Double.NaN, Double.NaN, ClosedBy.NOTE_OFF);
    // The pedal of port 1 does not hold the organ, which ends as if it were alone.
    float[] both =
        left(
            score()
                .note(0, 0, ORGAN, 60, 100, 0, 480)
                .pedal(new PedalEvent(0, 1, 1, 0, 127))
                .note(onPort1));

    for (int i = 0; i < RATE / 4; i++) {
      assertThat(both[i]).isCloseTo(organ[i] + drum[i], within(1e-3f));
    }
    assertThat(peak(both, 1.5, 1.9)).isLessThan(0.05f * peak(both, 0, 0.5));
  }

  @Test
  void controllersAndPitchBendsAreHeard() throws Exception {
    // A4 bent up by the whole range of two semitones, and panned to the left.
    byte[] bent = midi("C013", "00B00A00", "00E07F7F", "00904564", "8370804500", "00FF2F00");
    float[][] planes = stereo(MidiReader.events(bent), Optional.empty());
    assertThat(pitchHz(planes[0], 0.2, 0.45)).isCloseTo(493.9, within(6.0));
    assertThat(peak(planes[0], 0.1, 0.4)).isGreaterThan(3 * peak(planes[1], 0.1, 0.4));
  }

  @Test
  void aNoteThatNothingEndsFadesAfterTheLastEvent() throws Exception {
    float[] samples = left(MidiReader.events(midi("C013", "00904564", "8370B00101", "00FF2F00")));
    assertThat(peak(samples, 0.2, 0.4)).isGreaterThan(0.01f);
    assertThat(samples.length).isLessThan(10 * RATE);
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void anyMessagesArePlayedToAnEnd(
      @ForAll @Size(max = 200) List<@IntRange(max = 0x6FFFFF) Integer> messages) throws Exception {
    List<String> words = new ArrayList<>(List.of("903C64"));
    for (int message : messages) {
      int status = 0x80 + (message >> 16);
      boolean hasOneByte = status >= 0xC0 && status < 0xE0;
      String data = String.format("%02X%02X", message >> 8 & 0x7F, message & 0x7F);
      words.add(
          String.format("%02X%02X", message & 0x1F, status)
              + (hasOneByte ? data.substring(2) : data));
    }
    words.add("00FF2F00");
    MidiEvents events = MidiReader.events(midi(words.toArray(String[]::new)));
    assertThat(events.size()).isEqualTo(messages.size() + 2);
    for (float sample : left(events)) {
      assertThat(Math.abs(sample)).isLessThan(2);
    }
  }

  /**
   * One track of 480 ticks a quarter; each word is a message, all but the first after its delta.
   */
  private static byte[] midi(String... words) {
    String track = "00" + String.join("", words);
    String header = "4D546864" + "00000006" + "0000" + "0001" + "01E0" + "4D54726B";
    String length = String.format("%08X", track.length() / 2);
    return HexFormat.of().parseHex(header + length + track);
  }

  @Test
  void whatCannotBePlayedIsAFault() throws Exception {
    MidiEvents empty = events(score().endTick(0, 4800));
    assertThatFault(() -> Synth.open(empty, RATE, Optional.empty())).is("NO_SAMPLES", 0);
    MidiEvents endless = events(score().note(0, 0, 0, 60, 100, 0, 15_000 * 960L));
    assertThatFault(() -> Synth.open(endless, RATE, Optional.empty()))
        .is("TOO_LONG", 0)
        .names(15000, 14400);
    MidiEvents fine = events(score().note(0, 0, 0, 60, 100, 0, 10));
    assertThatIllegal(() -> Synth.open(fine, 400, Optional.empty()))
        .names("sampleRateHz", 8000, 96000, 400);
  }

  @Test
  void aSoundFontGoesBeforeTheBuiltInSounds(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("flute.sf2");
    Files.write(file, fluteFont(ORGAN));
    MidiEvents organ = events(score().note(0, 0, ORGAN, 60, 100, 0, 480));
    // A piano, and an organ whose volume is 0.
    MidiEvents piano =
        MidiReader.events(
            midi(
                "C013",
                "00B00700",
                "00904564",
                "00C100",
                "00914564",
                "8370904500",
                "00914500",
                "00FF2F00"));
    assertThat(stereo(organ, Optional.of(file))[0])
        .isNotEqualTo(stereo(organ, Optional.empty())[0]);
    assertThat(peak(stereo(organ, Optional.of(file))[0], 0.1, 0.4)).isGreaterThan(0.01f);
    float[] pianoOnly = stereo(piano, Optional.empty())[0];
    assertThat(peak(pianoOnly, 0.1, 0.4)).isGreaterThan(0.01f);
    assertThat(Arrays.equals(stereo(piano, Optional.of(file))[0], pianoOnly)).isTrue();
  }

  private static byte[] saved(Object soundbank) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    soundbank.getClass().getMethod("save", OutputStream.class).invoke(soundbank, bytes);
    return bytes.toByteArray();
  }

  /** A SoundFont of one instrument, written by the JDK's own classes. */
  private static byte[] fluteFont(int program) throws Exception {
    Class<?> fontType = Class.forName("com.sun.media.sound.SF2Soundbank");
    Class<?> sounds = Class.forName("com.sun.media.sound.EmergencySoundbank");
    Class<?> layers = Class.forName("[Lcom.sun.media.sound.SF2Layer;");
    Object font = fontType.getConstructor().newInstance();
    Object layer = sounds.getMethod("new_flute", fontType).invoke(null, font);
    Object all = Array.newInstance(layers.getComponentType(), 1);
    Array.set(all, 0, layer);
    sounds
        .getMethod("newInstrument", fontType, String.class, Patch.class, layers)
        .invoke(null, font, "Flute", new Patch(0, program), all);
    return saved(font);
  }

  @Test
  void ofNotesAtOnceAsManyArePlayedAsSoundTogether() throws Exception {
    ScoreBuilder many = score();
    for (int i = 0; i < 20_000; i++) {
      many.note(0, i % 9, ORGAN, i % 128, 90, 0, 240);
    }
    float[] samples = left(many);
    assertThat(peak(samples, 0, 0.2)).isGreaterThan(0.01f);
    assertThat(samples.length).isLessThan(6 * RATE);
  }

  @Test
  void theHighestTuningsArePlayedToAnEnd() throws Exception {
    // Bend range and coarse tuning as far as they go, then the highest key bent up.
    String tuned = "00B0650000B0640000B0067F00B0640200B0067F";
    for (int program = 0; program < 128; program += 9) {
      MidiEvents events =
          MidiReader.events(
              midi(
                  String.format("C0%02X", program),
                  tuned,
                  "00E07F7F",
                  "00907F64",
                  "8370807F00",
                  "00FF2F00"));
      assertThat(left(events).length).isLessThan(12 * RATE);
    }
  }

  @Test
  void aFileThatIsNoSoundFontIsAUsersMistake(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("font.sf2");
    Files.writeString(file, "no font");
    MidiEvents events = events(score().note(0, 0, 0, 60, 100, 0, 10));
    assertThatMistake(() -> Synth.open(events, RATE, Optional.of(file)))
        .is(Mistake.MALFORMED_FILE)
        .names(file, "0", ".sf2", ".sf3", ".dls");
    Path absent = folder.resolve("absent.sf2");
    assertThatMistake(() -> Synth.open(events, RATE, Optional.of(absent)))
        .is(Mistake.NO_SUCH_FILE)
        .names(absent);
  }

  private static ScoreBuilder score() {
    return Score.builder(Division.ppq(480)).tempo(0, 500_000);
  }

  private static MidiEvents events(ScoreBuilder score) throws MalformedInputException {
    return MidiReader.events(MidiWriter.write(score.build()));
  }

  private static float[] left(ScoreBuilder score) throws Exception {
    return left(events(score));
  }

  private static float[] left(MidiEvents events) throws Exception {
    return stereo(events, Optional.empty())[0];
  }

  private static float[][] stereo(MidiEvents events, Optional<Path> soundFont) throws Exception {
    float[][] all = new float[2][0];
    float[][] planes = new float[2][1000];
    try (Synth synth = Synth.open(events, RATE, soundFont)) {
      for (int n = synth.read(planes); n >= 0; n = synth.read(planes)) {
        for (int channel = 0; channel < 2; channel++) {
          int length = all[channel].length;
          all[channel] = Arrays.copyOf(all[channel], length + n);
          System.arraycopy(planes[channel], 0, all[channel], length, n);
        }
      }
    }
    return all;
  }

  private static float peak(float[] samples, double fromS, double toS) {
    float peak = 0;
    for (int i = (int) (fromS * RATE); i < Math.min(samples.length, toS * RATE); i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return peak;
  }

  /** Upward ones, a second. */
  private static double zeroCrossings(float[] samples, double fromS, double toS) {
    int crossings = 0;
    for (int i = (int) (fromS * RATE) + 1; i < toS * RATE; i++) {
      crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    }
    return crossings / (toS - fromS);
  }

  /** The shortest of the periods at which samples repeat themselves best, 50 Hz to 2 kHz. */
  private static double pitchHz(float[] samples, double fromS, double toS) {
    double[] likeness = new double[RATE / 50 + 1];
    for (int lag = RATE / 2000; lag < likeness.length; lag++) {
      for (int i = (int) (fromS * RATE); i < toS * RATE - likeness.length; i++) {
        likeness[lag] += samples[i] * samples[i + lag];
      }
    }
    double best = Arrays.stream(likeness).max().getAsDouble();
    int lag = RATE / 2000 + 1;
    while (likeness[lag] < 0.9 * best || likeness[lag] < likeness[lag + 1]) {
      lag++;
    }
    double before = likeness[lag - 1];
    double after = likeness[lag + 1];
    double peak = lag + (before - after) / 2 / (before - 2 * likeness[lag] + after);
    return RATE / peak;
  }
}
