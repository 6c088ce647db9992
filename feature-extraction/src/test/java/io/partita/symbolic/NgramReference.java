package io.partita.symbolic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines that reference_ngrams.py printed. */
final class NgramReference {
  private NgramReference() {}

  /** The words of the lines that begin with a word, that word included. */
  static List<String[]> lines(String first) {
    try (InputStream in = NgramReference.class.getResourceAsStream("reference-ngrams.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .filter(words -> words[0].equals(first))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes after the first word. */
  static List<int[]> sequences(String first) {
    return lines(first).stream().map(NgramReference::classes).toList();
  }

  private static int[] classes(String[] words) {
    int[] classes = new int[words.length - 1];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Integer.parseInt(words[i + 1]);
    }
    return classes;
  }
}
