package io.partita.synth;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import io.partita.midi.MidiEvents;
import io.partita.score.TempoMap;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sound.midi.MidiUnavailableException;
import javax.sound.midi.Receiver;
import javax.sound.sampled.AudioFormat;

/**
 * MIDI to stereo samples by the JDK's own synthesizer, as a stream of any length in little memory.
 * It needs no audio device and gives the same samples for the same events.
 *
 * <p>Notes, programs, controllers, pitch bends and pressures are played, at the times that the
 * tempo map gives them; system exclusive messages are not. Channel 9 is percussion. Each port that
 * has notes is a synthesizer of its own. The sounds are the JDK's built-in ones, or a SoundFont's
 * where it has them. Of more than 256 notes that begin at once the first 256 are played, which is
 * as many as sound together. After the last event all notes are let go and fade out.
 */
public final class Synth implements Closeable {
  /** Left and right. */
  public static final int CHANNELS = 2;

  /** Four hours. */
  public static final long MAX_DURATION_S = 4 * 3600;

  private static final int BLOCK = 4096;

  /** The synthesizer works ahead of what was read by less. */
  private static final double LOOKAHEAD_S = 0.05;

  /** What falls below it has faded out: -80 dB. */
  private static final float FADED = 1e-4f;

  /** How long the last notes may fade, in seconds. */
  public static final double MAX_FADE_S = 10;

  private final int sampleRateHz;
  private final double endS;
  private final List<String> missing;
  private final List<Gervill> ports;
  private final MessageFeed feed;

  private final byte[] bytes = new byte[BLOCK * CHANNELS * Float.BYTES];
  private final float[][] block = new float[CHANNELS][BLOCK];
  private int inBlock;
  private int read;
  private long rendered;
  private boolean faded;
  private float loudest;

  private Synth(
      int sampleRateHz, double endS, List<String> missing, List<Gervill> ports, MessageFeed feed) {
    this.sampleRateHz = sampleRateHz;
    this.endS = endS;
    this.missing = missing;
    this.ports = ports;
    this.feed = feed;
  }

  /**
   * Starts to play a file of at most {@link #MAX_DURATION_S}.
   *
   * @see #open(MidiEvents, int, Optional, long)
   */
  public static Synth open(MidiEvents events, int sampleRateHz, Optional<Path> soundFont)
      throws MalformedInputException {
    return open(events, sampleRateHz, soundFont, MAX_DURATION_S);
  }

  /**
   * Starts to play a file.
   *
   * @param sampleRateHz 8,000 to 96,000
   * @param soundFont an .sf2, .sf3 or .dls file; instruments that it lacks are the built-in ones,
   *     and {@link #missing()} names them
   * @param maxDurationS longest duration of the file, in seconds
   * @throws MalformedInputException {@link AudioFault#NO_SAMPLES} without a note, {@link
   *     AudioFault#TOO_LONG} beyond the duration
   * @throws io.partita.UserException where the SoundFont cannot be read or played, or has nothing
   *     of what the file asks for, or Java was started without its synthesizer's package exported
   */
  public static Synth open(
      MidiEvents events, int sampleRateHz, Optional<Path> soundFont, long maxDurationS)
      throws MalformedInputException {
    if (sampleRateHz < 8_000 || sampleRateHz > 96_000) {
      throw new IllegalArgumentException(
          "sampleRateHz must be 8000 to 96000, but is " + sampleRateHz);
    }
    TempoMap tempoMap = events.score().tempoMap();
    int[] all = Arrays.stream(events.mergedOrder()).filter(e -> events.status(e) < 0xF0).toArray();
    PlayedPorts played = PlayedPorts.of(events, all);
    if (played.count() == 0) {
      throw new MalformedInputException(AudioFault.NO_SAMPLES, 0, "No note to play");
    }
    int[] order = Arrays.stream(all).filter(e -> played.isPlayed(events.port(e))).toArray();
    double endS = tempoMap.secondsAt(events.tick(order[order.length - 1]));
    if (endS > maxDurationS) {
      throw new MalformedInputException(
          AudioFault.TOO_LONG,
          0,
          String.format(Locale.ROOT, "Lasts %.0f s, more than %d s", endS, maxDurationS));
    }
    SoundFontBank bank =
        soundFont
            .map(file -> SoundFontBank.read(file, PlayedPatches.of(events, order, sampleRateHz)))
            .orElse(new SoundFontBank(List.of(), List.of()));
    AudioFormat format =
        new AudioFormat(
            AudioFormat.Encoding.PCM_FLOAT,
            sampleRateHz,
            Float.SIZE,
            CHANNELS,
            CHANNELS * Float.BYTES,
            sampleRateHz,
            false);
    List<Gervill> ports =
        IntStream.range(0, played.count())
            .mapToObj(port -> new Gervill(format, bank.instruments()))
            .toList();
    List<Receiver> receivers = ports.stream().map(Synth::receiver).toList();
    MessageFeed feed =
        new MessageFeed(events, tempoMap, order, played, receivers, Gervill.POLYPHONY);
    List<String> missing = bank.missing().stream().map(Object::toString).toList();
    return new Synth(sampleRateHz, endS, missing, ports, feed);
  }

  private static Receiver receiver(Gervill gervill) {
    try {
      return gervill.synthesizer.getReceiver();
    } catch (MidiUnavailableException e) {
      throw new IllegalStateException("The synthesizer takes no messages", e);
    }
  }

  /** What the file asks for and the SoundFont lacks, as {@code program 48}. */
  public List<String> missing() {
    return missing;
  }

  /** The time of the last event, seconds; up to ten more follow, in which notes fade. */
  public double endS() {
    return endS;
  }

  /** Whether nothing louder than -80 dB was played so far. */
  public boolean isSilent() {
    return loudest < FADED;
  }

  /** Seconds that were played so far. */
  public double playedS() {
    return (double) rendered / sampleRateHz;
  }

  public int sampleRateHz() {
    return sampleRateHz;
  }

  /**
   * The next samples.
   *
   * @param planes [2][n] receives left and right, within about [-1, 1]
   * @return samples a channel, or -1 at the end
   * @throws MalformedInputException {@link AudioFault#UNPLAYABLE} where the synthesizer fails
   */
  public int read(float[][] planes) throws MalformedInputException {
    if (read == inBlock && !render()) {
      return -1;
    }
    int n = Math.min(planes[0].length, inBlock - read);
    for (int channel = 0; channel < CHANNELS; channel++) {
      System.arraycopy(block[channel], read, planes[channel], 0, n);
    }
    read += n;
    return n;
  }

  private boolean render() throws MalformedInputException {
    if (faded) {
      return false;
    }
    double untilS = (rendered + BLOCK) / (double) sampleRateHz;
    feed.sendUntil(untilS + LOOKAHEAD_S);
    for (float[] plane : block) {
      Arrays.fill(plane, 0);
    }
    try {
      for (Gervill port : ports) {
        if (port.output.readNBytes(bytes, 0, bytes.length) < bytes.length) {
          throw new IllegalStateException("The synthesizer stopped after " + rendered + " samples");
        }
        addToBlock();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ArrayIndexOutOfBoundsException | ArithmeticException e) {
      // What reads a sample far too fast loses its loop; a loop may round to no length.
      throw unplayable(untilS);
    }
    float peak = 0;
    for (float[] plane : block) {
      for (float sample : plane) {
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    if (!Float.isFinite(peak)) { // from then on its filters and its echo give nothing else
      throw unplayable(untilS);
    }
    rendered += BLOCK;
    loudest = Math.max(loudest, peak);
    inBlock = BLOCK;
    read = 0;
    double lastS = Math.max(endS, feed.lastS());
    faded =
        untilS > lastS + MAX_FADE_S
            || (untilS - BLOCK / (double) sampleRateHz > lastS && peak < FADED);
    return true;
  }

  private void addToBlock() {
    ByteBuffer interleaved = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < BLOCK; i++) {
      for (float[] plane : block) {
        plane[i] += interleaved.getFloat();
      }
    }
  }

  private static MalformedInputException unplayable(double atS) {
    return new MalformedInputException(
        AudioFault.UNPLAYABLE,
        0,
        String.format(
            Locale.ROOT, "Java's synthesizer fails at %.1f s, on notes tuned far too high", atS));
  }

  @Override
  public void close() {
    ports.forEach(port -> port.synthesizer.close());
  }
}
