package io.partita.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.Plot;
import io.partita.report.plot.AlikePlots;
import io.partita.report.plot.DrawnPlot;
import io.partita.report.plot.Listings;
import io.partita.report.plot.Plots;
import io.partita.report.plot.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gathers what a report shows of a data set.
 *
 * @param lakeFolder as the user gave it
 * @param most tracks in a list
 */
record ReportDataset(Lake lake, String lakeFolder, ReportQueries queries, int most) {
  private static final List<String> SPLITS = List.of("train", "training", "validation", "test");

  DatasetContent content(String dataset, Set<LakeTable> tables, List<String> notes)
      throws IOException {
    Map<LakeTable, JsonNode> reports = new LinkedHashMap<>();
    for (LakeTable table : tables) {
      JsonNode report = table.spec().origin().isPublished() ? lake.runReport(dataset, table) : null;
      if (report != null) {
        reports.put(table, report);
      }
    }
    List<Figure> card = new ArrayList<>(queries.card(dataset));
    card.addAll(ingested(reports));
    return new DatasetContent(
        dataset,
        card,
        notes,
        runs(reports),
        queries.drawn(withNumbers(), dataset),
        lists(dataset, tables),
        queries.drawn(Listings.REJECTED, dataset),
        queries.drawn(Listings.QUALITY, dataset),
        tables.contains(LakeTable.DUP_FILES) ? queries.drawn(AlikePlots.ALL, dataset) : List.of(),
        trainings(dataset));
  }

  private static List<Plot> withNumbers() {
    List<Plot> plots = new ArrayList<>(Plots.ALL);
    plots.add(Listings.NUMBERS);
    return plots;
  }

  private List<DrawnPlot> lists(String dataset, Set<LakeTable> tables) {
    Set<String> names = tables.stream().map(LakeTable::tableName).collect(Collectors.toSet());
    List<Plot> lists = new ArrayList<>();
    for (TrackList list : TrackList.ALL) {
      if (most > 0 && names.contains(list.table())) {
        Rows count = queries.rows(list.count().replace(":name", Plot.quoted(dataset)));
        lists.add(list.first(Long.parseLong(count.cells().get(0).get(0)), most));
      }
    }
    return queries.drawn(lists, dataset);
  }

  /** What the ingest says of its members; derived tables' reports have none. */
  private static List<Figure> ingested(Map<LakeTable, JsonNode> reports) {
    List<Figure> figures = new ArrayList<>();
    for (JsonNode report : reports.values()) {
      if (report.has("members")) {
        long all = 0;
        for (JsonNode count : report.path("members")) {
          all += count.asLong();
        }
        long rejected = report.at("/members/rejected").asLong();
        figures.add(
            new Figure(
                "Rejected",
                String.format(
                    Locale.ROOT,
                    "%,d of %,d (%.1f\u00a0%%)",
                    rejected,
                    all,
                    all == 0 ? 0 : 100.0 * rejected / all)));
        // Where split dealt the files anew, only what it dealt tells of that.
        JsonNode dealt = reports.getOrDefault(LakeTable.MIDI_FILES, report);
        String splits = splits((dealt.has("splits") ? dealt : report).path("splits"));
        if (!splits.isEmpty()) {
          figures.add(new Figure("Splits", splits));
        }
        return figures;
      }
    }
    return figures;
  }

  private static String splits(JsonNode counts) {
    return SPLITS.stream()
        .filter(counts::has)
        .map(split -> String.format(Locale.ROOT, "%s %,d", split, counts.path(split).asLong()))
        .collect(Collectors.joining(" · "));
  }

  /** By run, the tables that it made. */
  private static List<ReportRun> runs(Map<LakeTable, JsonNode> reports) {
    Map<String, ReportRun> runs = new LinkedHashMap<>();
    reports.forEach(
        (table, report) ->
            runs.computeIfAbsent(
                    report.path("attempt").asText() + report.path("run_id").asText(),
                    key ->
                        new ReportRun(
                            report.path("command").asText(),
                            report.path("run_id").asText(),
                            report.path("version").asText(),
                            report.path("started_at").asText(),
                            new ArrayList<>()))
                .tables()
                .add(table.tableName()));
    return List.copyOf(runs.values());
  }

  private List<TrainingContent> trainings(String dataset) throws IOException {
    Rows rows = queries.rows(Listings.trainings().replace(":name", Plot.quoted(dataset)));
    List<TrainingContent> trainings = new ArrayList<>();
    for (List<String> row : rows.cells()) {
      String runId = row.get(0);
      String model = row.get(1);
      List<Figure> facts = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        if (i != 1 && row.get(i) != null) {
          facts.add(
              new Figure(rows.columns().get(i).replace('_', ' '), DrawnPlot.shown(row.get(i))));
        }
      }
      String unit = row.get(rows.columns().indexOf("loss_unit"));
      List<Plot> plots =
          List.of(Listings.losses(runId, model, unit), Listings.learningRate(runId, model));
      ModelRemarks remarks =
          ModelRemarks.of(lake, dataset, runId, model, Spark.hadoopConfiguration());
      trainings.add(
          new TrainingContent(
              model, facts, queries.drawn(plots, dataset), remarks.remarks(), remarks.measured()));
    }
    return trainings;
  }
}
