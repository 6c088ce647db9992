package io.partita.model.slices;

import java.util.function.IntPredicate;

/**
 * Something that a step of a voice may have, of which is counted how well decoding finds it.
 *
 * @param name as reports have it, as {@code kick}; its own within a voice
 * @param title for people
 * @param has whether a label has it
 * @param isWhole whether one counts as right only where the labels are equal, as a pitch; else
 *     where both have it, as a drum's hit beside others
 */
public record StepEvent(String name, String title, IntPredicate has, boolean isWhole) {
  public boolean isRight(int wanted, int got) {
    return has.test(wanted) && has.test(got) && (!isWhole || wanted == got);
  }
}
