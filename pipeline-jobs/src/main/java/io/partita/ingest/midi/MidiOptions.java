package io.partita.ingest.midi;

import io.partita.UserException;
import io.partita.ingest.IngestOptions;
import io.partita.split.SplitRatios;
import io.partita.run.TokenSchemeName;
import io.partita.token.TokenScheme;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every ingest of MIDI files has. */
public final class MidiOptions extends IngestOptions {
  @Option(
      names = "--tokens",
      split = ",",
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      defaultValue = "anticipation",
      description = "Token schemes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  List<TokenScheme> tokens;

  @Option(
      names = "--split",
      paramLabel = "T/V/E",
      description = "Percent of train, validation and test (default: ${DEFAULT-VALUE}).")
  String split = "90/5/5";

  @Option(
      names = "--no-bytes",
      description = "Leave out the table midi_bytes, which some later commands need.")
  boolean noBytes;

  @Option(
      names = "--max-member-notes",
      paramLabel = "N",
      description =
          "Files with more notes, or 4 N events, go to the quarantine: a row of tokens has 5 N"
              + " numbers (default: ${DEFAULT-VALUE}).")
  int maxMemberNotes = 1_000_000;

  @Override
  public void check() {
    super.check();
    if (maxMemberNotes < 1 || maxMemberNotes > 20_000_000) {
      throw new UserException(
          "--max-member-notes must be 1 to 20000000, not " + maxMemberNotes + ".");
    }
    ratios();
  }

  List<TokenScheme> schemes() {
    return tokens.stream().distinct().toList();
  }

  SplitRatios ratios() {
    try {
      return SplitRatios.parse(split);
    } catch (IllegalArgumentException e) {
      throw new UserException("--split " + split + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Map<String, Object> decisive() {
    Map<String, Object> options = super.decisive();
    options.put("--tokens", schemes().stream().map(TokenScheme::label).toList());
    options.put("--split", split);
    options.put("--no-bytes", noBytes);
    options.put("--max-member-notes", maxMemberNotes);
    return options;
  }
}
