package io.partita.sample.compose;

import io.partita.sample.compose.BandPart.Hit;
import io.partita.sample.compose.Style.Chair;
import io.partita.sample.compose.Style.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes songs. A song is a pure function of its seed and number: the same on every JVM, and no
 * song needs another to be written first.
 */
public final class Composer {
  public static final int DRUM_CHANNEL = 9;

  /** What the numbers at the start of a dice's path represent. */
  private static final int PLAN = 1;

  private static final int TITLE = 2;
  private static final int TUNE = 3;
  private static final int BAND = 4;

  private Composer() {}

  /** The plan alone: what a catalog says of a song, without its notes. */
  public static SongPlan plan(long seed, long number) {
    return SongPlan.draw(Dice.of(seed, PLAN, number));
  }

  public static String title(long seed, long number) {
    return Names.title(Dice.of(seed, TITLE, number));
  }

  /**
   * The whole song.
   *
   * @param arrangement 0 for the first; others have the same form, chords and tune, played by
   *     another band, as when two people sequence one record
   */
  public static Composition compose(long seed, long number, int arrangement) {
    SongPlan plan = plan(seed, number);
    List<Chair> band = band(plan.style(), Dice.of(seed, BAND, number, arrangement));
    List<BandPart> parts = new ArrayList<>();
    int channel = 0;
    for (int i = 0; i < band.size(); i++) {
      boolean drums = band.get(i).role() == Role.DRUMS;
      boolean tune = band.get(i).role() == Role.LEAD;
      Dice dice = tune ? Dice.of(seed, TUNE, number) : Dice.of(seed, BAND, number, arrangement, i);
      BandPart part = play(plan, band.get(i), drums ? DRUM_CHANNEL : channel, dice);
      if (!part.hits().isEmpty()) {
        parts.add(part);
        channel += drums ? 0 : 1;
      }
    }
    return new Composition(plan, title(seed, number), List.copyOf(parts));
  }

  /** Most of the style's band turns up, and in any case somebody with a tune. */
  private static List<Chair> band(Style style, Dice dice) {
    List<Chair> band = new ArrayList<>();
    for (Chair chair : style.band) {
      double presence =
          switch (chair.role()) {
            case DRUMS, BASS, LEAD -> 0.94;
            case COMP -> 0.75;
            case ARP -> 0.65;
            case PAD, STAB -> 0.5;
          };
      if (dice.chance(presence)) {
        band.add(chair);
      }
    }
    boolean tune = band.stream().anyMatch(chair -> chair.role() == Role.LEAD);
    boolean chords = band.stream().anyMatch(chair -> chair.role() == Role.COMP);
    if (!tune && !chords) {
      style.band.stream().filter(chair -> chair.role() == Role.LEAD).forEach(band::add);
    }
    return band;
  }

  private static BandPart play(SongPlan plan, Chair chair, int channel, Dice dice) {
    int program = dice.pick(chair.programs());
    return switch (chair.role()) {
      case DRUMS -> part(chair, channel, program, Drummer.play(plan, chair.energy(), dice));
      case BASS -> part(chair, channel, program, Bassist.play(plan, chair, dice));
      case LEAD -> {
        Singer singer = new Singer(plan, chair, dice);
        singer.play();
        yield new BandPart(
            chair.name(),
            channel,
            program,
            BandPart.playable(singer.hits()),
            List.of(),
            List.copyOf(singer.lyrics()));
      }
      default -> {
        Accompanist accompanist = new Accompanist(plan, chair, program, dice);
        accompanist.play();
        yield new BandPart(
            chair.name(),
            channel,
            program,
            BandPart.playable(accompanist.hits()),
            List.copyOf(accompanist.pedal()),
            List.of());
      }
    };
  }

  private static BandPart part(Chair chair, int channel, int program, List<Hit> hits) {
    return new BandPart(
        chair.name(), channel, program, BandPart.playable(hits), List.of(), List.of());
  }
}
