package io.partita.report;

import io.partita.lake.Lake;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Version;
import io.partita.option.LakeOption;
import io.partita.option.UnchangedOptions;
import io.partita.output.SiteFolder;
import io.partita.output.WrittenFiles;
import io.partita.terminal.VisibleText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Shows a lake in a browser. Input: the lake's tables; output: a folder of pages with plots, what
 * was rejected, and how trainings went, and the statistics that were missing.
 */
@Command(name = "report", description = "Write HTML pages about a lake: plots, quality, trainings.")
public final class Report implements Callable<Integer> {
  @Mixin private LakeOption at = new LakeOption();

  @Mixin private ReportSelection selection;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the pages; an existing report is replaced.")
  private Path out;

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    selection.check();
    Lake lake = at.open();
    selection.requireDatasets(lake);
    KeptReport kept = new KeptReport(unchanged.addTo(new RunOptions("report")), lake, selection);
    kept.endIfSame(out);
    try (SiteFolder site = SiteFolder.stage("--out", out, "report")) {
      write(lake, kept, site.path());
      site.publish();
    }
    Path index = out.resolve(HtmlReport.INDEX);
    written.add(index, "Open " + index);
    written.end();
    return ExitCode.OK;
  }

  private void write(Lake lake, KeptReport kept, Path site) throws Exception {
    ReportContent report =
        new ReportContent(
            lake.root().toString(),
            Version.current(),
            ReportAnswers.ask(lake, at.folder, selection, kept));
    for (Map.Entry<String, String> page : HtmlReport.pages(report).entrySet()) {
      // Marks of direction in a name would turn around what stands beside it.
      Files.writeString(site.resolve(page.getKey()), VisibleText.lines(page.getValue()));
    }
    ReportAssets.write(site);
    kept.keep(site, report.datasets());
  }
}
