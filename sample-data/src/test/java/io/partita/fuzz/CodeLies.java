package io.partita.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes of NumPy's arrays and EnCodec's containers that know their headers, which are texts. */
final class CodeLies {
  private static final int ECDC_HEADER = 9;
  private static final int NPY_HEADER = 10;
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern WORD = Pattern.compile("[<>|]\\w+|[A-Za-z_]\\w*|[(){}\\[\\],:'\"]");
  private static final String[] TYPES = {
    "<f2", "<f4", ">f4", "<f8", "|u1", "|i1", "<u2", ">i2", "<i4", "<i8", "|O", "<U3", "|b1", "<c8"
  };
  private static final String[] WORDS = {
    "True", "False", "true", "null", "shape", "descr", "fortran_order", "lm", "al", "nc", "m",
    "encodec_24khz", "encodec_48khz", "(", ")", "[", "}", ",", "'", "\"", "\u0000", ""
  };

  private CodeLies() {}

  /** Makes one change of a container. */
  static byte[] ecdc(byte[] bytes, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return random.nextBoolean()
          ? Bits.set(bytes, 5, 4, Bits.lie(random, bytes.length), true)
          : Bits.set(bytes, 4, 1, random.nextInt(256), true);
    }
    return header(bytes, ECDC_HEADER, 5, 4, true, random);
  }

  /** Makes one change of an array. */
  static byte[] npy(byte[] bytes, SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> Bits.set(bytes, 8, 2, Bits.lie(random, bytes.length), false);
      case 1 -> Bits.set(bytes, 6, 1, random.nextInt(5), false);
      default -> header(bytes, NPY_HEADER, 8, 2, false, random);
    };
  }

  /** Changes a number or a word of the text; its length is put right nine times in ten. */
  private static byte[] header(
      byte[] bytes, int from, int sizeAt, int width, boolean bigEndian, SplittableRandom random) {
    int end = Math.min(bytes.length, from + 128);
    if (end <= from) {
      return Bits.insert(bytes, bytes.length, Bits.any(20, random));
    }
    String text = new String(bytes, from, end - from, ISO_8859_1);
    boolean isNumber = random.nextBoolean();
    List<MatchResult> found = (isNumber ? NUMBER : WORD).matcher(text).results().toList();
    if (found.isEmpty()) {
      return Bits.insert(bytes, from, Bits.any(4, random));
    }
    MatchResult old = found.get(random.nextInt(found.size()));
    byte[] changed = Bits.cut(bytes, from + old.start(), old.end() - old.start());
    String word = isNumber ? number(old.group(), random) : word(old.group(), random);
    changed = Bits.insert(changed, from + old.start(), word.getBytes(ISO_8859_1));
    if (random.nextInt(10) == 0) {
      return changed;
    }
    long size = 0;
    for (int i = 0; i < width && sizeAt + i < bytes.length; i++) {
      int at = sizeAt + (bigEndian ? i : width - 1 - i);
      size = size << 8 | (at < bytes.length ? bytes[at] & 0xff : 0);
    }
    long right = size + word.length() - old.group().length();
    return Bits.set(changed, sizeAt, width, right, bigEndian);
  }

  private static String number(String old, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> old + random.nextInt(10);
      case 1 -> "" + random.nextInt(40);
      default -> "" + Bits.lie(random, old.length() < 9 ? Long.parseLong(old) : 1);
    };
  }

  private static String word(String old, SplittableRandom random) {
    boolean isType = "<>|".indexOf(old.charAt(0)) >= 0;
    String[] words = isType ? TYPES : WORDS;
    return words[random.nextInt(words.length)];
  }
}
