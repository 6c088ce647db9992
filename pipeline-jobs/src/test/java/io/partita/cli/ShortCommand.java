package io.partita.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A documented command with less work: trainings of two updates, small networks and small data.
 * Everything else of the line is as it is written.
 */
final class ShortCommand {
  private static final List<String> DROPPED = List.of("--epochs", "--max-minutes", "--patience");

  /** Values in the place of those that are written, and where nothing is. */
  private static final Map<String, Map<String, String>> VALUES =
      Map.ofEntries(
          Map.entry("train lstm", Map.of("--iterations", "2", "--batch", "4")),
          Map.entry("train lm", Map.of("--iterations", "2", "--batch", "2")),
          Map.entry("train musicvae", Map.of("--iterations", "2", "--batch", "8")),
          Map.entry(
              "train groovae",
              Map.of("--iterations", "2", "--batch", "8", "--config", "groovae_2bar_tiny")),
          Map.entry("train cvae", Map.of("--epochs", "1", "--batch", "4")),
          Map.entry(
              "train rave", Map.of("--iterations", "1", "--batch", "2", "--config", "rave-tiny")),
          Map.entry("train rvq", Map.of("--iterations", "2", "--entries", "8", "--rows", "2000")),
          Map.entry("train bpe", Map.of("--vocabulary", "600")),
          Map.entry("model fit-prior", Map.of("--components", "2")),
          Map.entry("demo", Map.of("--tracks", "20", "--clips", "0")),
          Map.entry("sample", Map.of("--tracks", "20", "--clips", "2")),
          Map.entry("report", Map.of("--dataset", "lmd_matched")));

  /** Values in the place of those that are written. */
  private static final Map<String, String> COUNTS =
      Map.of("--count", "2", "--bars", "4", "--seconds", "4", "--notes", "20");

  /** Values where nothing is written. */
  private static final Map<String, Map<String, String>> DEFAULTS =
      Map.of(
          "train lstm",
          Map.of("--workers", "0", "--config", "window_tiny", "--validate-every", "1"),
          "train lm",
          Map.of("--workers", "0", "--config", "transformer_tiny"),
          "train musicvae",
          Map.of("--workers", "0", "--config", "cat-drums_2bar_tiny"),
          "train drum-gpt",
          Map.of("--workers", "0", "--iterations", "2", "--batch", "8"),
          "train melody-gpt",
          Map.of("--workers", "0", "--iterations", "2", "--batch", "8"),
          "train groovae",
          Map.of("--workers", "0"),
          "train cvae",
          Map.of("--workers", "0", "--config", "mel-conv-tiny"),
          "train rave",
          Map.of("--workers", "0"));

  private ShortCommand() {}

  /** The words of a command that takes a moment. */
  static List<String> of(List<String> words) {
    String command = Commands.joined(words.toArray(String[]::new))[0];
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (command.startsWith("train ") && DROPPED.contains(words.get(i))) {
        i++;
      } else {
        boolean isConfig = i > 0 && words.get(i - 1).equals("--config");
        kept.add(
            isConfig
                ? words.get(i).replaceFirst("^lstm$", "lstm_tiny")
                : words.get(i).replaceFirst("^1\\.\\.\\d+$", "1..2"));
      }
    }
    new TreeMap<>(VALUES.getOrDefault(command, Map.of()))
        .forEach((option, value) -> set(kept, option, value));
    new TreeMap<>(DEFAULTS.getOrDefault(command, Map.of()))
        .forEach(
            (option, value) -> {
              if (!kept.contains(option)) {
                set(kept, option, value);
              }
            });
    if (command.equals("generate")) {
      COUNTS.forEach(
          (option, value) -> {
            if (kept.contains(option)) {
              set(kept, option, value);
            }
          });
    }
    return kept;
  }

  private static void set(List<String> words, String option, String value) {
    int at = words.indexOf(option);
    if (at >= 0) {
      words.set(at + 1, value);
    } else {
      words.addAll(List.of(option, value));
    }
  }
}
