package io.partita.ingest.midi;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.ingest.InputOption;
import io.partita.lake.run.RunOptions;
import io.partita.option.IngestOptions;
import io.partita.option.TokenSchemeName;
import io.partita.split.SplitRatios;
import io.partita.symbolic.KeyProfile;
import io.partita.token.TokenScheme;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every ingest of MIDI files has. */
final class MidiOptions {
  @Mixin InputOption input = new InputOption();
  @Mixin IngestOptions common = new IngestOptions();

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
      names = "--key-profile",
      paramLabel = "NAME",
      converter = KeyProfileName.class,
      completionCandidates = KeyProfileName.Labels.class,
      defaultValue = "albrecht-shanahan",
      description =
          "Profile by which keys are found: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  KeyProfile keyProfile;

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
          "Largest number of notes of a file; others are quarantined (default: ${DEFAULT-VALUE}).")
  int maxMemberNotes = 1_000_000;

  /**
   * Fails on what can be told from the options alone.
   *
   * @param run is told of them
   */
  void check(RunOptions run) {
    if (maxMemberNotes < 1 || maxMemberNotes > 20_000_000) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--max-member-notes must be 1 to 20000000, not " + maxMemberNotes + ".");
    }
    ratios();
    run.decisive("--tokens", schemes().stream().map(TokenScheme::label).toList())
        .decisive("--key-profile", keyProfile.label())
        .decisive("--split", split)
        .decisive("--no-bytes", noBytes)
        .decisive("--max-member-notes", maxMemberNotes);
  }

  List<TokenScheme> schemes() {
    return tokens.stream().distinct().toList();
  }

  SplitRatios ratios() {
    try {
      return SplitRatios.parse(split);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "--split " + split + ": " + e.getMessage(), e);
    }
  }
}
