package io.partita.command;

import io.partita.lake.Lake;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.RunOptions;
import io.partita.lake.stats.DatasetStatistics;
import io.partita.lake.stats.StatisticsReport;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.SuspectOptions;
import io.partita.option.UnchangedOptions;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What a data set holds, in figures. Input: all of its tables; output: the table statistics, for
 * SQL, and the summary.
 */
@Command(
    name = "stats",
    description = "Compute statistics of a data set: histograms, duplicates, leaks.")
public final class Stats implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private SuspectOptions suspects = new SuspectOptions();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    return Answer.print(json.isGiven, run(), StatisticsReport::text);
  }

  private StatisticsReport run() throws Exception {
    Lake lake = waiting.open(from);
    FileFilter files = where.of(from.dataset);
    RunOptions told = // figures of some files are kept nowhere
        DatasetStatistics.told(suspects.areIncluded)
            .endUnchanged(unchanged.mayEnd() && files.equals(FileFilter.ALL));
    try (DerivedRun run = DatasetStatistics.begin(told, lake, from.lake.folder, from.dataset)) {
      run.start();
      return DatasetStatistics.count(run, suspects.areIncluded, files);
    }
  }
}
