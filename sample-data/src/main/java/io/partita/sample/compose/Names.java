package io.partita.sample.compose;

import java.util.List;

/** Invented names of artists, songs and releases. Nobody real is meant. */
public final class Names {
  private static final List<String> ADJECTIVES =
      words(
          "Amber Ancient Black Blue Borrowed Bright Broken Burning Copper Crooked Crystal Distant"
              + " Electric Empty Endless Faded Fallen Gentle Golden Grey Half Hidden Hollow Idle"
              + " Iron Late Little Lonely Long Lost Lucky Magnetic Midnight Neon New Northern Old"
              + " Open Pale Paper Quiet Red Restless Rolling Rusty Second Secret Shallow Silent"
              + " Silver Sleeping Slow Small Southern Spinning Sudden Sweet Tender Velvet Wandering"
              + " Warm Western White Wild Winter Wooden Yellow Young");
  private static final List<String> NOUNS =
      words(
          "Arrow Avenue Bell Bird Boulevard Bridge Candle Canyon Carnival Circle City Cloud Coast"
              + " Compass Corner Dance Daughter Dawn Desert Dream Echo Ember Engine Evening Feather"
              + " Field Fire Flood Flower Garden Ghost Glass Harbor Heart Highway Hill Holiday Home"
              + " Hour House Island Kitchen Lantern Letter Light Machine Meadow Mirror Monday Moon"
              + " Morning Motel Motor Mountain Neighbour Night Ocean Orchard Parade Picture Pilot"
              + " Planet Promise Radio Rain River Road Room Saffron Season Shadow Shore Signal"
              + " Sister Sky Smoke Snow Song Star Station Stone Story Stranger Street Summer Sun"
              + " Sunday Telephone Thunder Tide Timber Tower Train Tree Valley Voice Water Weather"
              + " Wheel Whisper Wind Window Winter Wolf");
  private static final List<String> ONSETS =
      words("B Br C Ch D Dr F Fl G Gr H J K Kl L M N P Qu R S Sch St T Tr V W Y Z Ø Å É Ł Ž Ş Ñ");
  private static final List<String> VOWELS =
      words("a e i o u ai au ea ei ia ie ou á é í ó ö ü ø ä ã ê ő");
  private static final List<String> CODAS =
      words("l n r s t k m rd ll nn rt sen ster mann ński dóttir vić ez ini eau ek ov ard by son");
  private static final List<String> KANA =
      words("あ い う え か き く こ さ し す せ た ち つ と な に の は ひ ふ ま み も や ゆ よ ら り る ろ わ");
  private static final List<String> CYRILLIC =
      words("ба во гри да ли ле ма мо на но па ра ро са та ту ша ве зо ки");
  private static final List<String> COMPANIES =
      words("Band Orchestra Trio Quartet Ensemble Project Sisters Brothers Collective Club Five");
  private static final List<String> SYLLABLES =
      words(
          "la na oh hey the rain and I will go down by ri- ver light you all night long a- way"
              + " home to- mor- row shine on o- ver sea wait for me dream- ing still doo wah");

  /**
   * A place artists come from.
   *
   * @param name as the dataset writes it
   * @param latitude in degrees north
   * @param longitude in degrees east
   */
  public record Place(String name, double latitude, double longitude) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("London, England", 51.50632, -0.12714),
          new Place("Los Angeles, CA", 34.05349, -118.24532),
          new Place("New York, NY", 40.71455, -74.00712),
          new Place("Chicago, IL", 41.88415, -87.63241),
          new Place("Berlin, Germany", 52.51607, 13.37698),
          new Place("Stockholm, Sweden", 59.33217, 18.06243),
          new Place("São Paulo, Brazil", -23.56287, -46.65468),
          new Place("Reykjavík, Iceland", 64.14551, -21.92921),
          new Place("Kingston, Jamaica", 17.96905, -76.77263),
          new Place("Tōkyō, Japan", 35.67048, 139.74092),
          new Place("Lagos, Nigeria", 6.43919, 3.42354),
          new Place("Melbourne, Australia", -37.81753, 144.96715),
          new Place("Kraków, Poland", 50.06045, 19.93243),
          new Place("Nashville, TN", 36.16778, -86.77836),
          new Place("Montréal, Québec", 45.51228, -73.55439),
          new Place("İstanbul, Turkey", 41.00527, 28.97696));

  private Names() {}

  public static String artist(Dice dice) {
    return switch (dice.weighted(26, 16, 22, 12, 12, 8, 2, 2)) {
      case 0 -> dice.pick(ADJECTIVES) + " " + dice.pick(NOUNS);
      case 1 -> "The " + dice.pick(ADJECTIVES) + " " + dice.pick(NOUNS) + "s";
      case 2 -> surname(dice) + " " + surname(dice);
      case 3 -> "The " + surname(dice) + " " + dice.pick(COMPANIES);
      case 4 -> dice.pick(NOUNS) + " & " + dice.pick(NOUNS);
      case 5 -> surname(dice);
      case 6 -> run(KANA, dice.between(3, 6), dice);
      default -> run(CYRILLIC, dice.between(2, 4), dice);
    };
  }

  public static String title(Dice dice) {
    String title =
        switch (dice.weighted(30, 16, 14, 12, 10, 10, 6, 2)) {
          case 0 -> dice.pick(ADJECTIVES) + " " + dice.pick(NOUNS);
          case 1 -> dice.pick(NOUNS) + " of the " + dice.pick(NOUNS);
          case 2 -> "My " + dice.pick(ADJECTIVES) + " " + dice.pick(NOUNS);
          case 3 -> dice.pick(NOUNS);
          case 4 -> dice.pick(NOUNS) + " in the " + dice.pick(NOUNS);
          case 5 ->
              "Don't "
                  + dice.pick(List.of("Wake", "Follow", "Call", "Leave"))
                  + " the "
                  + dice.pick(NOUNS);
          case 6 -> surname(dice) + "'s " + dice.pick(NOUNS);
          default -> run(KANA, dice.between(2, 7), dice);
        };
    return switch (dice.weighted(84, 5, 5, 3, 3)) {
      case 1 -> title + " (Album Version)";
      case 2 -> title + " (Live)";
      case 3 -> title + " (" + dice.pick(NOUNS) + " Remix)";
      case 4 -> title + " [" + dice.between(1960, 2010) + " Digital Remaster]";
      default -> title;
    };
  }

  public static String release(Dice dice) {
    return switch (dice.weighted(50, 25, 15, 10)) {
      case 0 -> dice.pick(ADJECTIVES) + " " + dice.pick(NOUNS);
      case 1 -> dice.pick(NOUNS) + "s and " + dice.pick(NOUNS) + "s";
      case 2 -> "The Best of " + surname(dice);
      default -> "Live at the " + dice.pick(NOUNS);
    };
  }

  public static Place place(Dice dice) {
    return dice.pick(PLACES);
  }

  /** A sung syllable, with a space where its word ends and a line's end where the phrase does. */
  static String syllable(Dice dice, boolean phraseEnd) {
    String syllable = dice.pick(SYLLABLES);
    if (phraseEnd) {
      return syllable.replace("-", "") + "\r";
    }
    return syllable.endsWith("-") ? syllable : syllable + " ";
  }

  private static String surname(Dice dice) {
    String name = dice.pick(ONSETS) + dice.pick(VOWELS);
    if (dice.chance(0.5)) {
      name += dice.pick(List.of("l", "m", "n", "r", "v", "d", "k")) + dice.pick(VOWELS);
    }
    return name + dice.pick(CODAS);
  }

  private static String run(List<String> syllables, int count, Dice dice) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < count; i++) {
      name.append(dice.pick(syllables));
    }
    return name.toString();
  }

  private static List<String> words(String spaced) {
    return List.of(spaced.split(" +"));
  }
}
