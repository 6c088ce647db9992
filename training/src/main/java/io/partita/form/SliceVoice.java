package io.partita.form;

import io.partita.drum.DrumClass;
import io.partita.melody.MelodyLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * One of the voices that sound together in a slice, a label a step.
 *
 * @param name as reports, columns and the network's vertices have it: lower-case letters
 * @param classes labels are 0 until this
 * @param bits of a label that each have a meaning, as a drum's hit, the lowest ones: 2 to their
 *     power is the number of classes; 0 where a label as a whole has one
 * @param events that are counted of what is decoded
 */
public record SliceVoice(String name, int classes, int bits, List<Event> events) {
  /**
   * Something that a step may have, of which is counted how well decoding finds it.
   *
   * @param name as reports have it, as {@code kick}; its own within a voice
   * @param title for people
   * @param has whether a label has it
   * @param isWhole whether one counts as right only where the labels are equal, as a pitch; else
   *     where both have it, as a drum's hit beside others
   */
  public record Event(String name, String title, IntPredicate has, boolean isWhole) {
    public boolean isRight(int wanted, int got) {
      return has.test(wanted) && has.test(got) && (!isWhole || wanted == got);
    }
  }

  public SliceVoice {
    events = List.copyOf(events);
  }

  /** Nine drums, a bit each. */
  static SliceVoice drums() {
    return new SliceVoice(
        "drums",
        DrumClass.MASKS,
        DrumClass.COUNT,
        Arrays.stream(DrumClass.values())
            .map(
                drum ->
                    new Event(
                        drum.name().toLowerCase(Locale.ROOT),
                        drum.title(),
                        mask -> (mask & drum.bit()) != 0,
                        false))
            .toList());
  }

  /** One note at a time. */
  static SliceVoice line(String name) {
    return new SliceVoice(
        name,
        MelodyLabel.COUNT,
        0,
        List.of(
            new Event("onset", "onset", MelodyLabel::isPitch, false),
            new Event("pitch", "pitch", MelodyLabel::isPitch, true),
            new Event("note_off", "note off", label -> label == MelodyLabel.NOTE_OFF, false)));
  }
}
