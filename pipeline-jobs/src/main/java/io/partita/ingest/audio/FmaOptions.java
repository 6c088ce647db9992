package io.partita.ingest.audio;

import io.partita.UserException;
import io.partita.fma.FmaSubset;
import io.partita.ingest.LakeOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@link IngestFma}. */
public final class FmaOptions extends LakeOptions {
  private static final Pattern PUBLISHED =
      Pattern.compile("fma_(small|medium|large|full)(\\.(zip|tar|tar\\.gz|tgz))?/*");

  @Option(
      names = {"--input", "--audio"},
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "fma_small.zip or another of the archive's, or the folder it was unpacked to.")
  List<String> audio = new ArrayList<>();

  @Option(
      names = "--metadata",
      required = true,
      paramLabel = "PATH",
      description = "fma_metadata.zip or the folder it was unpacked to.")
  String metadata;

  @Option(
      names = "--subset",
      paramLabel = "NAME",
      description =
          "small, medium (small too), large or full: decode tracks of this subset only (default:"
              + " the one that the audio's name tells, else full).")
  String subset;

  @Mixin MelOptions mel = new MelOptions();

  @Override
  public List<String> inputs() {
    return audio;
  }

  @Override
  public void check() {
    super.check();
    mel.plan();
    subset();
  }

  FmaSubset subset() {
    if (subset != null) {
      return FmaSubset.labelled(subset)
          .orElseThrow(
              () ->
                  new UserException(
                      "--subset "
                          + subset
                          + ": the subsets are "
                          + Arrays.stream(FmaSubset.values()).map(FmaSubset::label).toList()
                          + "."));
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

  @Override
  public Map<String, Object> decisive() {
    Map<String, Object> options = super.decisive();
    options.putAll(mel.decisive());
    options.put("--subset", subset().label());
    return options;
  }

  @Override
  public Map<String, Object> others() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--input", audio);
    options.put("--metadata", metadata);
    options.putAll(super.others());
    return options;
  }
}
