package io.partita.command;

import io.partita.lake.Lake;
import io.partita.lake.run.RunOptions;
import io.partita.lake.split.DealtDataset;
import io.partita.lake.split.SplitReport;
import io.partita.lake.split.SplitRules;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.UnchangedOptions;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The files of a data set dealt into train, validation and test again. Input: the tables
 * midi_files, midi_sources and dup_files; output: the column split of midi_files, which all tables
 * show, and with {@code --by group} its column split_group.
 */
@Command(name = "split", description = "Assign MIDI files to train, validation and test.")
public final class SplitDataset implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Mixin private SplitOptions told = new SplitOptions();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    return Answer.print(json.isGiven, run(), SplitReport::text);
  }

  private SplitReport run() throws IOException {
    SplitRules rules = told.rules();
    RunOptions options = unchanged.addTo(told.options());
    Lake lake = waiting.open(from);
    return DealtDataset.deal(lake, from.lake.folder, from.dataset, rules, options);
  }
}
