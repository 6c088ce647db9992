package io.partita.abc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.Fault;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Damaged ABC, made from tunes with everything that is read, by equal steps for an equal seed. Its
 * main method is the long run: {@code AbcMutants COUNT}.
 */
final class AbcMutants {
  private static final String[] WORDS = {
    "999",
    "0",
    "99999999999",
    "/",
    "//",
    "-",
    "[",
    "]",
    "|",
    "||",
    ":|",
    "|:",
    "::",
    "|1",
    "[2",
    "[1-99",
    "{",
    "}",
    "(3",
    "(5:4:9",
    "(2:99:999",
    "\"",
    "!",
    "!D.C.!",
    "!segno!",
    "!D.S.!",
    "!fine!",
    "!coda!",
    "!dacoda!",
    "+",
    ">>>",
    "<",
    "&",
    "^",
    "__",
    "=",
    "'''''",
    ",,,,,,,,,,",
    "Z999",
    "X9",
    "z",
    "y",
    "\n",
    "\n\n",
    "\r",
    "\0",
    "%",
    "%%",
    "\\",
    "\u00ff",
    "[K:",
    "[M:1/128]",
    "[L:1/1]",
    "[L:1/1024]",
    "[Q:99999]",
    "[Q:1/999=1]",
    "\nK:",
    "\nV:9 octave=-9 ",
    "\nX:2\n",
    "\nw: a-b_c*|",
    "\n+: d",
    "\n%%MIDI transpose 60\n",
    "\n%%begintext\n",
    "\nK:HP exp ^c"
  };

  private static final String EVERYTHING =
      """
      %abc-2.1
      L:1/16
      %%MIDI program 4
      X:1
      T:Caf\\'e
      M:6/8
      L:1/8
      Q:"Slow" 1/4 1/8=60
      V:1 name="One" clef=treble-8
      %%MIDI channel 10
      V:2 octave=1 transpose=-2
      K:D Phr ^f
      V:1
      |:"Am"C>D !p!(3EFG|{ga}[C2E]-[CE] z x|1(2AB Z:|2^c'/2 =c, __B,,3/4|]
      w: Hap-py_ day * | twice
      [V:2] !segno!c4&E2 G2|!fine!Z2|[K:Em]B- [M:2+3/8]B|!D.S.!d<e::f||
      P:B
      V:1
      [L:1/4]c d- [I:MIDI program 9]d|[Q:120]!ff!e .f ~g !D.C.!|

      Text
      X:2
      M:C|
      K:Ador
      (5ABcde (3:2:4A>Bcd|!dacoda!A|!coda!B::[1,3c:|[2d|]
      """;

  private final List<String> files = new ArrayList<>();
  private final SplittableRandom random;
  private final Set<Fault> faults = new HashSet<>();
  private int read;
  private int rejected;
  private long slowestNanos;

  AbcMutants(long seed) {
    random = new SplittableRandom(seed);
    files.add(EVERYTHING);
    for (int i = 0; i < 20; i++) {
      files.add(new RandomTune(random).text());
    }
  }

  int read() {
    return read;
  }

  Set<Fault> faults() {
    return faults;
  }

  /** Makes mutants and reads each; whatever is no fault is thrown on, with the mutant. */
  void run(int count) {
    AbcFormat format = new AbcFormat();
    for (int i = 0; i < count; i++) {
      byte[] mutant = mutant().getBytes(ISO_8859_1);
      boolean isPlayed = random.nextBoolean();
      long start = System.nanoTime();
      try {
        for (byte[] piece : format.pieces(mutant)) {
          Score score = format.read(piece, 50_000, isPlayed);
          MidiReader.read(MidiWriter.write(score));
        }
        read++;
      } catch (MalformedInputException fault) {
        if (fault.byteOffset() < 0 || fault.detail().isEmpty()) {
          throw new IllegalStateException("Mutant " + i + " has an empty fault", fault);
        }
        faults.add(fault.fault());
        rejected++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new IllegalStateException(
            "Mutant " + i + " is no fault:\n" + new String(mutant, ISO_8859_1), e);
      }
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
    }
  }

  private String mutant() {
    String text = random.nextBoolean() ? files.get(0) : files.get(random.nextInt(files.size()));
    int changes = random.nextInt(1, 6);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      text = changed(text);
    }
    return text;
  }

  private String changed(String text) {
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + random.nextInt(1, 40));
    int elsewhere = random.nextInt(text.length());
    return switch (random.nextInt(8)) {
      case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.substring(to);
      case 2 -> text.substring(0, elsewhere) + text.substring(at, to) + text.substring(elsewhere);
      case 3 -> random.nextInt(10) == 0 ? text.substring(0, at) : text;
      default -> text.substring(0, at) + WORDS[random.nextInt(WORDS.length)] + text.substring(at);
    };
  }

  /** The long run. */
  public static void main(String[] args) {
    int count = Integer.parseInt(args[0]);
    AbcMutants mutants = new AbcMutants(61);
    mutants.run(count);
    System.out.printf(
        "%d mutants of %d files: %d read, %d rejected by %s, the slowest in %.3f s%n",
        count,
        mutants.files.size(),
        mutants.read,
        mutants.rejected,
        mutants.faults,
        mutants.slowestNanos / 1e9);
  }
}
