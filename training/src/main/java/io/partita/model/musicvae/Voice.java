package io.partita.model.musicvae;

import io.partita.drum.DrumClass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One of the voices that sound together in a slice, a label a step.
 *
 * @param name as reports, columns and the network's vertices have it: lower-case letters
 * @param classes labels are 0 until this
 * @param events that are counted of what is decoded
 */
public record Voice(String name, int classes, List<StepEvent> events) {
  /** Neither the start of a note nor its end: silence, or a note that sounds on. */
  public static final int NO_EVENT = 0;

  /** The end of the note that sounds. */
  public static final int NOTE_OFF = 1;

  /** The label of the lowest pitch. */
  public static final int LOWEST = 2;

  /** The pitch of label {@value #LOWEST}, A0; labels go up to C8, 108. */
  public static final int LOWEST_PITCH = 21;

  /** Labels of a voice that sings one note at a time: no event, note off and 88 pitches. */
  static final int LINE_CLASSES = 90;

  public Voice {
    events = List.copyOf(events);
  }

  /** Nine drums, a bit each. */
  static Voice drums() {
    return new Voice(
        "drums",
        DrumClass.MASKS,
        Arrays.stream(DrumClass.values())
            .map(
                drum ->
                    new StepEvent(
                        drum.name().toLowerCase(Locale.ROOT),
                        drum.title(),
                        mask -> (mask & drum.bit()) != 0,
                        false))
            .toList());
  }

  /** One note at a time. */
  static Voice line(String name) {
    return new Voice(
        name,
        LINE_CLASSES,
        List.of(
            new StepEvent("onset", "onset", label -> label >= LOWEST, false),
            new StepEvent("pitch", "pitch", label -> label >= LOWEST, true),
            new StepEvent("note_off", "note off", label -> label == NOTE_OFF, false)));
  }
}
