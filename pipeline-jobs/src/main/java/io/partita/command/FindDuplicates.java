package io.partita.command;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.duplicates.DuplicateReport;
import io.partita.lake.duplicates.DuplicateSearch;
import io.partita.lake.run.RunOptions;
import io.partita.option.JsonOption;
import io.partita.option.LakeOption;
import io.partita.option.ReplaceRowsOption;
import io.partita.option.UnchangedOptions;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import io.partita.similarity.Tier;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which MIDI contents of a data set hold the same music. Input: the tables midi_bytes and
 * midi_files; output: the tables dup_pairs and dup_files.
 */
@Command(
    name = "find duplicates",
    description = "Find near-duplicates among the MIDI files of a data set.")
public final class FindDuplicates implements Callable<Integer> {
  @Mixin private LakeOption in = new LakeOption();

  @Option(
      names = "--dataset",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "Data set of the lake; after commas, others to compare with it.")
  private List<String> datasets;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      defaultValue = "related",
      description =
          "Weakest tier of pairs to write: exact, strict, near, related (default:"
              + " ${DEFAULT-VALUE}).")
  private Tier tier;

  @Mixin private ReplaceRowsOption replace = new ReplaceRowsOption();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--resume",
      description = "Keep the stages that an interrupted run with the same options finished.")
  private boolean resume;

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    if (datasets.stream().distinct().count() < datasets.size()) {
      throw new UserException(
          Mistake.BAD_OPTION, "--dataset names " + datasets + ", one of them twice.");
    }
    return Answer.print(json.isGiven, run(), DuplicateReport::text);
  }

  private DuplicateReport run() throws IOException {
    Lake lake = in.open();
    waiting.await(lake, datasets.get(0));
    RunOptions told = unchanged.addTo(DuplicateSearch.told(lake, datasets, tier));
    return DuplicateSearch.run(told, lake, in.folder, datasets, tier, replace.isGiven, resume);
  }
}
