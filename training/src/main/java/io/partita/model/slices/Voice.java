package io.partita.model.slices;

import io.partita.drum.DrumClass;
import io.partita.melody.MelodyLabel;
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
        MelodyLabel.COUNT,
        List.of(
            new StepEvent("onset", "onset", MelodyLabel::isPitch, false),
            new StepEvent("pitch", "pitch", MelodyLabel::isPitch, true),
            new StepEvent("note_off", "note off", label -> label == MelodyLabel.NOTE_OFF, false)));
  }
}
