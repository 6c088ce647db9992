package io.partita.audio;

import io.partita.MalformedInputException;
import io.partita.midi.MidiEvents;
import io.partita.midi.Score;
import io.partita.midi.TempoMap;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiUnavailableException;
import javax.sound.midi.Receiver;
import javax.sound.midi.ShortMessage;
import javax.sound.sampled.AudioFormat;

/**
 * MIDI to stereo samples by the JDK's own synthesizer, as a stream of any length in little memory.
 * It needs no audio device and gives the same samples for the same events.
 *
 * <p>Notes, programs, controllers, pitch bends and pressures are played, at the times that the
 * tempo map gives them; system exclusive messages are not. Channel 9 is percussion. The sounds are
 * the JDK's built-in ones, or a SoundFont's where it has them. After the last event all notes are
 * let go and fade out.
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

  private static final double MAX_FADE_S = 10;

  private final MidiEvents events;
  private final TempoMap tempoMap;
  private final int[] order;
  private final int sampleRateHz;
  private final double endS;
  private final Gervill gervill;
  private final Receiver receiver;

  private final byte[] bytes = new byte[BLOCK * CHANNELS * Float.BYTES];
  private final float[][] block = new float[CHANNELS][BLOCK];
  private int inBlock;
  private int read;
  private long rendered;
  private int nextEvent;
  private boolean released;
  private boolean faded;

  private Synth(
      MidiEvents events,
      int[] order,
      int sampleRateHz,
      double endS,
      Gervill gervill,
      TempoMap map) {
    this.events = events;
    this.tempoMap = map;
    this.order = order;
    this.sampleRateHz = sampleRateHz;
    this.endS = endS;
    this.gervill = gervill;
    try {
      receiver = gervill.synthesizer.getReceiver();
    } catch (MidiUnavailableException e) {
      throw new IllegalStateException("The synthesizer takes no messages", e);
    }
  }

  /**
   * Starts to play a file.
   *
   * @param sampleRateHz 8,000 to 96,000
   * @param soundFont an .sf2 or .dls file; instruments that it lacks are the built-in ones
   * @throws MalformedInputException {@link AudioFault#NO_SAMPLES} without a note, {@link
   *     AudioFault#TOO_LONG} beyond {@link #MAX_DURATION_S}
   * @throws io.partita.UserException where the SoundFont cannot be read, or Java was started
   *     without its synthesizer's package exported
   */
  public static Synth open(MidiEvents events, int sampleRateHz, Optional<Path> soundFont)
      throws MalformedInputException {
    if (sampleRateHz < 8_000 || sampleRateHz > 96_000) {
      throw new IllegalArgumentException(
          "sampleRateHz must be 8000 to 96000, but is " + sampleRateHz);
    }
    TempoMap tempoMap = Score.of(events).tempoMap();
    int[] order =
        Arrays.stream(events.mergedOrder()).filter(e -> events.status(e) < 0xF0).toArray();
    if (Arrays.stream(order).noneMatch(e -> isNoteOn(events, e))) {
      throw new MalformedInputException(AudioFault.NO_SAMPLES, 0, "No note to play");
    }
    double endS = tempoMap.secondsAt(events.tick(order[order.length - 1]));
    if (endS > MAX_DURATION_S) {
      throw new MalformedInputException(
          AudioFault.TOO_LONG,
          0,
          String.format(Locale.ROOT, "Lasts %.0f s, more than %d s", endS, MAX_DURATION_S));
    }
    AudioFormat format =
        new AudioFormat(
            AudioFormat.Encoding.PCM_FLOAT,
            sampleRateHz,
            Float.SIZE,
            CHANNELS,
            CHANNELS * Float.BYTES,
            sampleRateHz,
            false);
    Gervill gervill = new Gervill(format, soundFont);
    return new Synth(events, order, sampleRateHz, endS, gervill, tempoMap);
  }

  private static boolean isNoteOn(MidiEvents events, int event) {
    return (events.status(event) & 0xF0) == ShortMessage.NOTE_ON && events.data2(event) > 0;
  }

  public int sampleRateHz() {
    return sampleRateHz;
  }

  /**
   * The next samples.
   *
   * @param planes [2][n] receives left and right, within about [-1, 1]
   * @return samples a channel, or -1 at the end
   */
  public int read(float[][] planes) {
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

  private boolean render() {
    if (faded) {
      return false;
    }
    double untilS = (rendered + BLOCK) / (double) sampleRateHz;
    sendUntil(untilS + LOOKAHEAD_S);
    try {
      if (gervill.output.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new IllegalStateException("The synthesizer stopped after " + rendered + " samples");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer interleaved = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float peak = 0;
    for (int i = 0; i < BLOCK; i++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        block[channel][i] = interleaved.getFloat();
        peak = Math.max(peak, Math.abs(block[channel][i]));
      }
    }
    rendered += BLOCK;
    inBlock = BLOCK;
    read = 0;
    faded =
        untilS > endS + MAX_FADE_S
            || (untilS - BLOCK / (double) sampleRateHz > endS && peak < FADED);
    return true;
  }

  private void sendUntil(double timeS) {
    while (nextEvent < order.length) {
      int event = order[nextEvent];
      double eventS = tempoMap.secondsAt(events.tick(event));
      if (eventS >= timeS) {
        return;
      }
      send(events.status(event), events.data1(event), events.data2(event), eventS);
      nextEvent++;
    }
    if (!released) {
      for (int channel = 0; channel < 16; channel++) {
        int sustainPedal = 64;
        int allNotesOff = 123;
        send(ShortMessage.CONTROL_CHANGE | channel, sustainPedal, 0, endS);
        send(ShortMessage.CONTROL_CHANGE | channel, allNotesOff, 0, endS);
      }
      released = true;
    }
  }

  private void send(int status, int data1, int data2, double timeS) {
    try {
      receiver.send(new ShortMessage(status, data1, data2), Math.round(timeS * 1e6));
    } catch (InvalidMidiDataException e) {
      throw new IllegalStateException("Not a channel message: " + status, e);
    }
  }

  @Override
  public void close() {
    gervill.synthesizer.close();
  }
}
