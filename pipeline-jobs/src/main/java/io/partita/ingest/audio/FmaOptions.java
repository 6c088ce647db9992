package io.partita.ingest.audio;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.fma.FmaSubset;
import io.partita.lake.run.RunOptions;
import io.partita.option.IngestOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@link IngestFma}. */
final class FmaOptions {
  private static final Pattern PUBLISHED =
      Pattern.compile("fma_(small|medium|large|full)(\\.(zip|tar|tar\\.gz|tgz))?/*");

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Audio: fma_small.zip or a larger archive, or its unpacked folder.")
  List<String> audio = new ArrayList<>();

  @Option(
      names = "--metadata",
      required = true,
      paramLabel = "PATH",
      description = "Metadata: fma_metadata.zip or its unpacked folder.")
  String metadata;

  @Option(
      names = "--subset",
      paramLabel = "NAME",
      description =
          "Tracks to decode: small, medium, large or full (default: by the file name, else full).")
  String subset;

  @Mixin IngestOptions common = new IngestOptions();
  @Mixin MelOptions mel = new MelOptions();

  /**
   * Fails on what can be told from the options alone.
   *
   * @param run to tell of them
   */
  void check(RunOptions run) {
    mel.check(run);
    run.decisive("--subset", subset().label()).other("--metadata", metadata);
  }

  FmaSubset subset() {
    if (subset != null) {
      return FmaSubset.labelled(subset)
          .orElseThrow(
              () ->
                  new UserException(
                      Mistake.BAD_OPTION,
                      "--subset %s: the subsets are %s."
                          .formatted(
                              subset,
                              Arrays.stream(FmaSubset.values()).map(FmaSubset::label).toList())));
    }
    FmaSubset told = FmaSubset.SMALL;
    for (String path : audio) {
      Matcher name =
          PUBLISHED.matcher(path.substring(path.replaceFirst("/+$", "").lastIndexOf('/') + 1));
      FmaSubset one =
          name.matches() ? FmaSubset.labelled(name.group(1)).orElseThrow() : FmaSubset.FULL;
      told = one.compareTo(told) > 0 ? one : told;
    }
    return told;
  }
}
