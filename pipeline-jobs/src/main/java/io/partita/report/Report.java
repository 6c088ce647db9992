package io.partita.report;

import io.partita.lake.Lake;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.lake.run.Version;
import io.partita.model.slices.SliceForms;
import io.partita.model.slices.SliceGenerator;
import io.partita.model.train.TrainedModel;
import io.partita.option.LakeOption;
import io.partita.output.SiteFolder;
import io.partita.output.WrittenFiles;
import io.partita.report.alike.AlikeGroup;
import io.partita.report.alike.AlikeTracks;
import io.partita.report.clip.Clip;
import io.partita.report.clip.ReportClips;
import io.partita.terminal.VisibleText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Shows a lake in a browser. Input: the lake's tables; output: a folder of pages with plots, tracks
 * to listen to, what was rejected, and how trainings went, and the statistics that were missing.
 */
@Command(
    name = "report",
    description = "Write HTML pages about a lake: plots, players, quality, trainings.",
    footer = {
      "",
      "The pages need no server and no network: open index.html. Missing or outdated statistics",
      "are computed first, as by partita stats.",
      "",
      "Examples:",
      "  partita report --lake lake --out report",
      "  partita report --lake lake --dataset groove --tracks 20 --clip-s 10 --out groove-report",
      "  partita report --lake lake --dataset groove --audition models/drums --out audition"
    })
public final class Report implements Callable<Integer> {
  @Mixin private LakeOption at = new LakeOption();

  @Mixin private ReportSelection selection;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the pages; an existing report is replaced.")
  private Path out;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    selection.check();
    Lake lake = at.open();
    selection.requireDatasets(lake);
    TrainedModel<?> audition = null;
    if (selection.audition() != null) {
      audition = TrainedModel.read(selection.audition(), Spark.hadoopConfiguration());
      SliceGenerator.of(SliceForms.DRUMS, AuditionLoops.OPTION, audition);
    }
    try (SiteFolder site = SiteFolder.stage("--out", out, "report")) {
      write(lake, audition, site.path());
      site.publish();
    }
    Path index = out.resolve(HtmlReport.INDEX);
    written.add(index, "Open " + index);
    written.end();
    return ExitCode.OK;
  }

  private void write(Lake lake, TrainedModel<?> audition, Path site) throws Exception {
    Configuration conf = Spark.hadoopConfiguration();
    ReportAnswers answers = ReportAnswers.ask(lake, at.folder, selection, audition);
    List<DatasetContent> datasets = answers.datasets();
    List<Clip> builtin = List.of();
    if (selection.isWithSound()) {
      ModelClips models = new ModelClips(lake, conf, site, selection.clipS(), answers::heldOut);
      datasets = models.with(datasets);
      builtin = models.builtin(datasets);
    }
    ReportClips clips = new ReportClips(lake, conf, site, selection.clipS());
    List<Clip> tracks = clips.of(answers.tracks(), "track");
    List<AlikeGroup> alike = new ArrayList<>();
    for (AlikeTracks cluster : answers.alike()) {
      alike.add(cluster.clips(clips));
    }
    ReportContent report =
        new ReportContent(
            lake.root().toString(),
            Version.current(),
            datasets,
            tracks,
            alike,
            new LatentClips(lake, conf, site, selection.clipS()).of(answers.latents()),
            builtin,
            answers.audition() == null
                ? null
                : answers.audition().audition(site, selection.clipS()));
    for (Map.Entry<String, String> page : HtmlReport.pages(report).entrySet()) {
      // Marks of direction in a name would turn around what stands beside it.
      Files.writeString(site.resolve(page.getKey()), VisibleText.lines(page.getValue()));
    }
    ReportAssets.write(site);
  }
}
