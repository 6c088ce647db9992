package io.partita.sample.compose;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a kind of music is played: its tempi, loops, grooves, bass lines and band, as the style sheet
 * {@code styles.txt} beside this class has them. The sheet's head explains its notation.
 */
public final class Style {
  /** Every style of the sheet, in its order. */
  public static final List<Style> ALL = load();

  private static final int[] WEIGHTS = ALL.stream().mapToInt(style -> style.weight).toArray();

  public final String name;
  int weight;
  int slowestBpm;
  int fastestBpm;
  public int numerator = 4;
  int denominator = 4;

  /** How late the second eighth of a beat comes, as a part of an eighth: 1/3 is a triplet feel. */
  double swing8;

  /** The same for the sixteenths between the eighths, as a part of a sixteenth. */
  double swing16;

  /** Standard deviation of a player's timing, in milliseconds. */
  double loosenessMs;

  /** Standard deviation of a bar's tempo as a part of the song's; 0 keeps the tempo. */
  double rubato;

  boolean jazzForm;

  /** The melody's grid in sixteenths, and the share of the grid's places that carry a note. */
  int melodyGrid;

  double melodyDensity;

  final List<Mode> modes = new ArrayList<>();
  public final List<String> terms = new ArrayList<>();
  final List<List<List<Chord>>> majorLoops = new ArrayList<>();
  final List<List<List<Chord>>> minorLoops = new ArrayList<>();
  final List<Groove> lowGrooves = new ArrayList<>();
  final List<Groove> highGrooves = new ArrayList<>();
  final List<Groove> fills = new ArrayList<>();
  final List<String> lowBasses = new ArrayList<>();
  final List<String> highBasses = new ArrayList<>();
  final List<String> lowComps = new ArrayList<>();
  final List<String> highComps = new ArrayList<>();
  final List<String> arpeggios = new ArrayList<>();
  final List<Chair> band = new ArrayList<>();

  private Style(String name) {
    this.name = name;
  }

  static Style draw(Dice dice) {
    return ALL.get(dice.weighted(WEIGHTS));
  }

  /** The loops that fit a mode: each a list of bars, each bar one or two chords. */
  List<List<List<Chord>>> loops(Mode mode) {
    return mode.isMinor() ? minorLoops : majorLoops;
  }

  /** Whether the beat is the dotted quarter. */
  public boolean isCompound() {
    return denominator == 8;
  }

  /** Quarter notes in a bar of the style's meter. */
  int quartersPerBar() {
    return numerator * 4 / denominator;
  }

  /**
   * A place in the band.
   *
   * @param role that it plays
   * @param energy from which energy of a section it plays: 0 always, 1 from the verse, 2 choruses
   * @param programs General MIDI programs to choose from, 0–127
   * @param low lowest pitch
   * @param high highest pitch
   * @param name the track's name
   */
  record Chair(Role role, int energy, List<Integer> programs, int low, int high, String name) {}

  /** What a member of the band does. */
  enum Role {
    DRUMS,
    BASS,
    COMP,
    STAB,
    ARP,
    PAD,
    LEAD
  }

  private static List<Style> load() {
    List<Style> styles = new ArrayList<>();
    List<String[]> lines = new ArrayList<>();
    try (BufferedReader sheet =
        new BufferedReader(
            new InputStreamReader(
                Style.class.getResourceAsStream("styles.txt"), StandardCharsets.UTF_8))) {
      sheet
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> lines.add(line.trim().split(" +")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Groove> grooves = List.of();
    for (String[] words : lines) {
      if (words[0].equals("style")) {
        styles.add(new Style(words[1]));
      } else {
        grooves = styles.get(styles.size() - 1).take(words, grooves);
      }
    }
    return List.copyOf(styles);
  }

  /** Takes one line of the sheet; {@code open} is the list whose last groove is being written. */
  private List<Groove> take(String[] words, List<Groove> open) {
    switch (words[0]) {
      case "weight" -> weight = Integer.parseInt(words[1]);
      case "tempo" -> {
        slowestBpm = Integer.parseInt(words[1]);
        fastestBpm = Integer.parseInt(words[2]);
      }
      case "meter" -> {
        numerator = words[1].charAt(0) - '0';
        denominator = words[1].charAt(2) - '0';
      }
      case "swing8" -> swing8 = Double.parseDouble(words[1]);
      case "swing16" -> swing16 = Double.parseDouble(words[1]);
      case "looseness" -> loosenessMs = Double.parseDouble(words[1]);
      case "rubato" -> rubato = Double.parseDouble(words[1]);
      case "form" -> jazzForm = words[1].equals("jazz");
      case "melody" -> {
        melodyGrid = Integer.parseInt(words[1]);
        melodyDensity = Double.parseDouble(words[2]);
      }
      case "mode" -> rest(words, 1).forEach(mode -> modes.add(Mode.valueOf(upper(mode))));
      case "terms" -> terms.addAll(Arrays.asList(String.join(" ", rest(words, 1)).split(", ")));
      case "loop" -> {
        List<List<Chord>> bars = rest(words, 2).stream().map(Style::bar).toList();
        (words[1].equals("minor") ? minorLoops : majorLoops).add(bars);
      }
      case "bass" -> (words[1].equals("low") ? lowBasses : highBasses).add(words[2]);
      case "comp" -> (words[1].equals("low") ? lowComps : highComps).add(words[2]);
      case "arp" -> arpeggios.add(words[1]);
      case "part" -> band.add(chair(words));
      case "groove", "fill" -> {
        List<Groove> grooves =
            words[0].equals("fill") ? fills : words[1].equals("low") ? lowGrooves : highGrooves;
        grooves.add(new Groove(new ArrayList<>()));
        return grooves;
      }
      default -> {
        Groove.Drum drum = Groove.Drum.valueOf(upper(words[0]));
        open.get(open.size() - 1).lines().add(new Groove.Line(drum, words[1]));
      }
    }
    return open;
  }

  private static List<Chord> bar(String chords) {
    return Arrays.stream(chords.split(",")).map(Chord::parse).toList();
  }

  /** As {@code part comp 0 27 25 48-69 Rhythm Guitar}. */
  private static Chair chair(String[] words) {
    int at = 3;
    List<Integer> programs = new ArrayList<>();
    while (words[at].indexOf('-') < 0) {
      programs.add(Integer.valueOf(words[at++]));
    }
    int dash = words[at].indexOf('-');
    return new Chair(
        Role.valueOf(upper(words[1])),
        Integer.parseInt(words[2]),
        List.copyOf(programs),
        Integer.parseInt(words[at].substring(0, dash)),
        Integer.parseInt(words[at].substring(dash + 1)),
        String.join(" ", rest(words, at + 1)));
  }

  private static List<String> rest(String[] words, int from) {
    return Arrays.asList(words).subList(from, words.length);
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
