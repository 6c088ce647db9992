package io.partita.token;

import static io.partita.token.CompoundNote.TOKENS_PER_NOTE;
import static io.partita.token.CompoundNote.UNKNOWN_DURATION;

import io.partita.midi.MidiEvents;
import io.partita.score.Note;
import io.partita.score.TempoEvent;
import io.partita.token.Tokenization.Absence;
import java.util.Arrays;
import java.util.Optional;

/**
 * The walk over the merged events that the schemes of compound tokens share.
 *
 * <p>Time is a running sum in doubles, one addition per event that moves it, in the merged order:
 * exact arithmetic rounds some onsets to another 10 ms than the original does.
 */
final class TokenEncoder {
  private static final int CHANNELS = 16;
  private static final int KEYS = CHANNELS * 128;
  private static final int NOTE_OFF = 0x80;
  private static final int NOTE_ON = 0x90;
  private static final int PROGRAM_CHANGE = 0xC0;
  private static final int CHANNEL_STATUS_END = 0xF0;
  private static final int NO_PROGRAM = -1;

  private final MidiEvents events;
  private final boolean withSlips;
  private final int[] instruments = new int[CHANNELS];

  /** Per instrument, the oldest open note of channel · 128 + note, as note index + 1; 0 is none. */
  private final int[][] oldestOpen = new int[CompoundTokens.DRUMS + 1][];

  private final int[][] youngestOpen = new int[CompoundTokens.DRUMS + 1][];

  private int notes;
  private int[] tokens = new int[64 * TOKENS_PER_NOTE];
  private double[] onsetS = new double[64];
  private int[] nextOpen = new int[64];
  private int orphanOffs;
  private int closed;
  private Absence absence;

  private TokenEncoder(MidiEvents events, boolean withSlips) {
    this.events = events;
    this.withSlips = withSlips;
    Arrays.fill(instruments, withSlips ? NO_PROGRAM : 0);
  }

  /**
   * @param withSlips of {@link SeedTokens}
   */
  static Tokenization encode(MidiEvents events, boolean withSlips) {
    if (events.format() == 2) {
      return Tokenization.absent(Absence.FORMAT_2);
    }
    if (events.division().isSmpte()) {
      return Tokenization.absent(Absence.SMPTE_DIVISION);
    }
    return new TokenEncoder(events, withSlips).encode();
  }

  private Tokenization encode() {
    int division = events.division().ticksPerQuarter();
    int microsPerQuarter = TempoEvent.DEFAULT_MICROS_PER_QUARTER;
    double timeS = 0;
    long tick = 0;
    int[] order = events.mergedOrder();
    for (int event : order) {
      long dTick = events.tick(event) - tick;
      if (dTick > 0) {
        timeS += dTick * (microsPerQuarter * 1e-6 / division);
        tick += dTick;
      }
      int status = events.status(event);
      if (status < CHANNEL_STATUS_END) {
        channelMessage(event, status, timeS);
        if (absence != null) {
          return Tokenization.absent(absence);
        }
      } else {
        int micros = events.microsPerQuarter(event);
        microsPerQuarter = micros < 0 ? microsPerQuarter : micros;
      }
    }
    int[] all = Arrays.copyOf(tokens, notes * TOKENS_PER_NOTE);
    return new Tokenization(
        Optional.empty(),
        all,
        notes,
        orphanOffs,
        notes - closed,
        EventIds.truncations(all),
        order.length,
        timeS);
  }

  private void channelMessage(int event, int status, double timeS) {
    int kind = status & 0xF0;
    int channel = status & 0xF;
    if (kind == PROGRAM_CHANGE) {
      instruments[channel] = events.data1(event);
      return;
    }
    boolean on = kind == NOTE_ON && events.data2(event) > 0;
    boolean off = kind == NOTE_OFF || (kind == NOTE_ON && !on && !withSlips);
    if (!on && !off) {
      return;
    }
    boolean drums = channel == Note.DRUM_CHANNEL && !withSlips;
    int instrument = drums ? CompoundTokens.DRUMS : instruments[channel];
    if (instrument == NO_PROGRAM) {
      absence = Absence.NOTE_BEFORE_PROGRAM;
    } else if (on) {
      noteOn(timeS, instrument, channel, events.data1(event), events.data2(event));
    } else {
      noteOff(timeS, instrument, channel << 7 | events.data1(event));
    }
  }

  private void noteOn(double timeS, int instrument, int channel, int pitch, int velocity) {
    double time = Math.rint(100 * timeS);
    if (time > Integer.MAX_VALUE) {
      absence = Absence.TIME_OVERFLOW;
      return;
    }
    if (notes == onsetS.length) {
      tokens = Arrays.copyOf(tokens, tokens.length * 2);
      onsetS = Arrays.copyOf(onsetS, notes * 2);
      nextOpen = Arrays.copyOf(nextOpen, notes * 2);
    }
    int at = notes * TOKENS_PER_NOTE;
    tokens[at] = (int) time;
    tokens[at + 1] = UNKNOWN_DURATION;
    tokens[at + 2] = pitch;
    tokens[at + 3] = instrument;
    tokens[at + 4] = velocity;
    onsetS[notes] = timeS;
    if (oldestOpen[instrument] == null) {
      oldestOpen[instrument] = new int[KEYS];
      youngestOpen[instrument] = new int[KEYS];
    }
    int key = channel << 7 | pitch;
    if (oldestOpen[instrument][key] == 0) {
      oldestOpen[instrument][key] = notes + 1;
    } else {
      nextOpen[youngestOpen[instrument][key] - 1] = notes + 1;
    }
    youngestOpen[instrument][key] = notes + 1;
    notes++;
  }

  private void noteOff(double timeS, int instrument, int key) {
    int[] oldest = oldestOpen[instrument];
    if (oldest == null || oldest[key] == 0) {
      orphanOffs++;
      return;
    }
    int note = oldest[key] - 1;
    oldest[key] = nextOpen[note];
    double duration = Math.rint(100 * (timeS - onsetS[note]));
    if (duration > Integer.MAX_VALUE) {
      absence = Absence.TIME_OVERFLOW;
      return;
    }
    tokens[note * TOKENS_PER_NOTE + 1] = (int) duration;
    closed++;
  }
}
