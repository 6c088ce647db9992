package io.partita.form;

import io.partita.Mistake;
import io.partita.SplitMix64;
import io.partita.UserException;
import io.partita.drum.DrumClass;
import io.partita.model.Augmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Drum slices as other drummers would have played them. What is drawn of one change does not depend
 * on the others.
 *
 * @param changes at least one, each once, in their order
 */
public record DrumAugmentation(List<Change> changes) implements Augmentation<int[]> {
  /** What may be done to a slice. */
  public enum Change {
    /** In one slice of two, closed hi-hat and ride change places. */
    HAT_RIDE(0),
    /** The three toms change places, in any order of the six. */
    TOMS(1),
    /** In one slice of four, one of its instruments is gone; not where it is the only one. */
    INSTRUMENT(2),
    /** One of twenty hits is not heard by the encoder, and is to be played nevertheless. */
    HITS(3);

    /** Of the draws that are its own. */
    private final int number;

    Change(int number) {
      this.number = number;
    }

    /** As the command line has it. */
    String option() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final List<DrumClass> TOMS =
      List.of(DrumClass.LOW_TOM, DrumClass.MID_TOM, DrumClass.HIGH_TOM);

  private static final double SWAPPED = 1 / 2.0;
  private static final double WITHOUT_AN_INSTRUMENT = 1 / 4.0;
  private static final double HITS_UNHEARD = 1 / 20.0;
  private static final String ALL = "all";

  public DrumAugmentation {
    changes = List.copyOf(EnumSet.copyOf(changes));
  }

  /**
   * As the user names it.
   *
   * @param names of changes, with commas between them, or {@code all}
   * @throws UserException when there is no such change
   */
  public static DrumAugmentation named(String names) {
    if (names.equals(ALL)) {
      return new DrumAugmentation(List.of(Change.values()));
    }
    List<Change> changes = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      changes.add(
          Arrays.stream(Change.values())
              .filter(change -> change.option().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserException(
                          Mistake.BAD_OPTION,
                          "--augment knows no '%s'; there are %s, and %s."
                              .formatted(name, optionsOf(List.of(Change.values()), ", "), ALL))));
    }
    return new DrumAugmentation(changes);
  }

  /** As {@link #named} takes it. */
  @Override
  public String option() {
    return optionsOf(changes, ",");
  }

  private static String optionsOf(List<Change> changes, String between) {
    return changes.stream().map(Change::option).collect(Collectors.joining(between));
  }

  /**
   * @param slice masks of hits
   * @return what is to be played, and after it, as many steps, what the encoder hears; the first
   *     alone where both are the same
   */
  @Override
  public int[] of(int[] slice, long seed) {
    int[] played = slice.clone();
    int[] heard = null;
    for (Change change : changes) {
      SplittableRandom random = new SplittableRandom(SplitMix64.of(seed, change.number));
      switch (change) {
        case HAT_RIDE -> swap(played, random);
        case TOMS -> permute(played, random);
        case INSTRUMENT -> dropInstrument(played, random);
        case HITS -> heard = withoutHits(played, random);
      }
    }
    if (heard == null || Arrays.equals(heard, played)) {
      return played;
    }
    int[] both = Arrays.copyOf(played, 2 * played.length);
    System.arraycopy(heard, 0, both, played.length, heard.length);
    return both;
  }

  /** What is to be played of a slice, augmented or not. */
  public static int[] played(int[] slice, int steps) {
    return slice.length == 2 * steps ? Arrays.copyOf(slice, steps) : slice;
  }

  /** What the encoder hears of a slice, augmented or not. */
  public static int[] heard(int[] slice, int steps) {
    return slice.length == 2 * steps ? Arrays.copyOfRange(slice, steps, 2 * steps) : slice;
  }

  private static void swap(int[] slice, SplittableRandom random) {
    if (random.nextDouble() < SWAPPED) {
      move(
          slice,
          List.of(DrumClass.CLOSED_HI_HAT, DrumClass.RIDE),
          List.of(DrumClass.RIDE, DrumClass.CLOSED_HI_HAT));
    }
  }

  private static void permute(int[] slice, SplittableRandom random) {
    List<DrumClass> order = new ArrayList<>(TOMS);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    move(slice, TOMS, order);
  }

  /** Hits of each of some drums become those of another one. */
  private static void move(int[] slice, List<DrumClass> from, List<DrumClass> to) {
    for (int step = 0; step < slice.length; step++) {
      int moved = slice[step];
      for (DrumClass drum : from) {
        moved &= ~drum.bit();
      }
      for (int k = 0; k < from.size(); k++) {
        if ((slice[step] & from.get(k).bit()) != 0) {
          moved |= to.get(k).bit();
        }
      }
      slice[step] = moved;
    }
  }

  private static void dropInstrument(int[] slice, SplittableRandom random) {
    int all = Arrays.stream(slice).reduce(0, (a, b) -> a | b);
    if (random.nextDouble() >= WITHOUT_AN_INSTRUMENT || Integer.bitCount(all) < 2) {
      return;
    }
    int gone = all;
    for (int skipped = random.nextInt(Integer.bitCount(all)); skipped > 0; skipped--) {
      gone &= gone - 1;
    }
    int bit = Integer.lowestOneBit(gone);
    for (int step = 0; step < slice.length; step++) {
      slice[step] &= ~bit;
    }
  }

  private static int[] withoutHits(int[] slice, SplittableRandom random) {
    int[] heard = slice.clone();
    for (int step = 0; step < heard.length; step++) {
      for (int hits = slice[step]; hits != 0; hits &= hits - 1) {
        if (random.nextDouble() < HITS_UNHEARD) {
          heard[step] &= ~Integer.lowestOneBit(hits);
        }
      }
    }
    return heard;
  }
}
