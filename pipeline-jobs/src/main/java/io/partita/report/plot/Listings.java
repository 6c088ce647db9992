package io.partita.report.plot;

import io.partita.lake.table.Labels;
import io.partita.lake.table.Plot;
import io.partita.lake.table.Plot.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queries of a report's pages beside those of {@link Plots}. */
public final class Listings {
  private static final int EXAMPLES = 5;
  private static final int SUSPECTS = 50;

  /**
   * Figures of a data set's card by their names; each query gives one number, or no row where the
   * data set has no such table.
   */
  public static final Map<String, String> CARD = new LinkedHashMap<>();

  static {
    CARD.put("MIDI files", statistic("'midi_sources'", "column IS NULL", "rows"));
    CARD.put("Distinct MIDI contents", statistic("'midi_files'", "column IS NULL", "rows"));
    CARD.put(
        "Suspect MIDI contents",
        "SELECT count(*) AS value FROM midi_files WHERE dataset = :name AND suspect");
    CARD.put("Audio files", statistic("'audio_tracks'", "column IS NULL", "rows"));
    CARD.put("Tracks", tracks("column IS NULL", "rows", "count(*)"));
    CARD.put("Artists", tracks("column = 'artist_id'", "distinct", "count(DISTINCT artist_name)"));
    CARD.put("Albums", tracks("column = 'release'", "distinct", "count(DISTINCT album_title)"));
    CARD.put("Genres", statistic("'audio_tracks'", "column = 'label'", "distinct"));
    CARD.put("Tracks in the metadata", statistic("'fma_tracks'", "column IS NULL", "rows"));
    CARD.put("Notes", statistic("'notes'", "column IS NULL", "rows"));
    CARD.put("Drum loops", statistic("'drum_slices'", "column IS NULL", "rows"));
    CARD.put("Hours of MIDI", hours("midi_files"));
    CARD.put("Hours of audio", hours("audio_tracks"));
  }

  /** Smallest, largest and mean values of columns, for a data set's page. */
  public static final Plot NUMBERS =
      Plot.table(
          "Numbers",
          "Columns in numbers",
          "The standard deviation divides by one less than the values; the median of an even number"
              + " of values is the mean of the middle two. Unknown values are left out.",
          """
          SELECT table, column,
            max(value) FILTER (WHERE statistic = 'min') AS min,
            max(value) FILTER (WHERE statistic = 'median') AS median,
            max(value) FILTER (WHERE statistic = 'mean') AS mean,
            max(value) FILTER (WHERE statistic = 'max') AS max,
            max(value) FILTER (WHERE statistic = 'stddev') AS stddev
          FROM statistics
          WHERE dataset = :name AND statistic IN ('min', 'median', 'mean', 'max', 'stddev')
          GROUP BY table, column
          ORDER BY table, column
          """);

  /** Of a data set's part of the page of what was rejected. */
  public static final List<Plot> REJECTED =
      List.of(
          new Plot(
              null,
              "Rejected",
              "Faults",
              "Rows of the table quarantine by kind of defect.",
              Shape.BARS,
              "Fault",
              "Rows",
              Labels.NONE,
              """
              SELECT fault, count(*) AS `rows`
              FROM quarantine
              WHERE dataset = :name
              GROUP BY fault
              ORDER BY count(*) DESC, fault
              """),
          Plot.table(
              "Rejected",
              "Examples",
              "The first paths of each fault, up to " + EXAMPLES + ".",
              """
              SELECT fault, path, byte_offset, detail
              FROM (
                SELECT *, row_number() OVER (PARTITION BY fault ORDER BY path, source) AS place
                FROM quarantine
                WHERE dataset = :name)
              WHERE place <= %d
              ORDER BY fault, path, place
              """
                  .formatted(EXAMPLES)));

  /** Of a data set's part of the page on quality. */
  public static final List<Plot> QUALITY =
      List.of(
          Plot.table(
              "Quality",
              "Leaks between splits",
              "Values that occur in more than one split. A model must not be tested on what it was"
                  + " trained on, so 0 is expected; but of drum loops, which many files have in"
                  + " common.",
              counted("leaks", "values")),
          Plot.table(
              "Quality",
              "Duplicates",
              "Rows whose value occurred in a row before. Archives hold the same file at several"
                  + " paths; near-duplicates share a split.",
              counted("duplicates", "rows")),
          Plot.table(
              "Quality",
              "Unknown values",
              "Rows in which a column has no value, mostly because it is not known. Faults and"
                  + " reasons are left out: no value is what a good file has there.",
              """
              SELECT n.table, n.column, n.value AS unknown, r.value AS of_rows,
                round(100 * n.value / r.value, 1) AS percent
              FROM statistics n
              JOIN statistics r ON r.dataset = n.dataset AND r.table = n.table
              WHERE n.dataset = :name AND n.statistic = 'nulls' AND n.value > 0
                AND r.statistic = 'rows' AND r.column IS NULL
                AND n.column NOT IN ('fault', 'byte_offset', 'reason')
              ORDER BY n.table, n.column
              """),
          Plot.table(
              "Quality",
              "Distinct values",
              "How many different values a column has.",
              counted("distinct", "values")),
          Plot.table(
              "Quality",
              "Repairs and oddities",
              "Kept MIDI files with something out of the ordinary, by kind.",
              """
              SELECT category AS warning, value AS files
              FROM statistics
              WHERE dataset = :name AND table = 'midi_files' AND column = 'warnings'
                AND statistic = 'frequency' AND value > 0
              ORDER BY value DESC, category NULLS LAST
              """),
          Plot.table(
              "Quality",
              "Suspect MIDI contents",
              "Damaged files that were kept though their notes are out of step, the longest first,"
                  + " up to "
                  + SUSPECTS
                  + ". Statistics, trainings and the choice of tracks leave them out; statistics"
                  + " and trainings take them in with --with-suspects.",
              """
              SELECT path, duration_s, n_notes, n_unclosed, n_orphan_off
              FROM midi_files
              WHERE dataset = :name AND suspect
              ORDER BY duration_s DESC, path, midi_md5
              LIMIT %d
              """
                  .formatted(SUSPECTS)));

  private Listings() {}

  /**
   * The losses of one training of a data set; at most about 1,000 points and all validations.
   *
   * @param unit of the losses; null in rows of versions that wrote none
   */
  public static Plot losses(String runId, String model, String unit) {
    return training(
        "Loss",
        "Training's is the mean since the point before, with dropout and noise where the model has"
            + " them; validation's is without dropout.",
        unit == null ? "Loss" : "Loss (" + unit + ")",
        "loss AS training, validation_loss AS validation",
        runId,
        model);
  }

  /** The learning rate of one training of a data set. */
  public static Plot learningRate(String runId, String model) {
    return training(
        "Learning rate",
        "Of the last update before each point.",
        "Learning rate",
        "learning_rate",
        runId,
        model);
  }

  /** Which trainings of a data set there are. */
  public static String trainings() {
    return """
    SELECT run_id, model, kind, max(epoch) AS epochs, max(iteration) AS iterations,
      max(seconds) AS seconds,
      min_by(validation_loss, validation_loss) AS best_validation_loss,
      max(loss_unit) AS loss_unit
    FROM training_runs
    WHERE dataset = :name
    GROUP BY run_id, model, kind
    ORDER BY model, run_id, kind
    """;
  }

  private static Plot training(
      String title, String tells, String y, String values, String runId, String model) {
    String sql =
        """
        SELECT epoch, %s
        FROM (
          SELECT *, row_number() OVER (PARTITION BY model ORDER BY iteration) AS n,
            count(*) OVER (PARTITION BY model) AS points
          FROM training_runs
          WHERE dataset = :name AND run_id = %s AND model = %s)
        WHERE validation_loss IS NOT NULL OR n %% ceil(points / 1000) = 0
        ORDER BY iteration
        """
            .formatted(values, Plot.quoted(runId), Plot.quoted(model));
    return new Plot(null, "Training", title, tells, Shape.LINES, "Epoch", y, Labels.NONE, sql);
  }

  private static String counted(String statistic, String unit) {
    return """
    SELECT table, column, value AS %s
    FROM statistics
    WHERE dataset = :name AND statistic = '%s'
    ORDER BY table, column
    """
        .formatted("`" + unit + "`", statistic);
  }

  private static String statistic(String tables, String column, String statistic) {
    return """
    SELECT max(value) AS value
    FROM statistics
    WHERE dataset = :name AND table IN (%s) AND %s AND statistic = '%s'
    """
        .formatted(tables, column, statistic);
  }

  /** The Free Music Archive's metadata are of all its tracks: those without audio are left out. */
  private static String tracks(String column, String statistic, String ofArchive) {
    return """
    SELECT coalesce(
      (%s),
      (SELECT %s
       FROM fma_tracks t
       LEFT SEMI JOIN audio_tracks a
         ON a.dataset = t.dataset AND a.track_id = CAST(t.track_id AS string)
       WHERE t.dataset = :name)) AS value
    """
        .formatted(statistic("'tracks', 'msd_tracks'", column, statistic), ofArchive);
  }

  private static String hours(String table) {
    return """
    SELECT round(m.value * (r.value - coalesce(n.value, 0)) / 3600, 2) AS hours
    FROM statistics m
    JOIN statistics r ON r.dataset = m.dataset AND r.table = m.table AND r.column IS NULL
      AND r.statistic = 'rows'
    LEFT JOIN statistics n ON n.dataset = m.dataset AND n.table = m.table AND n.column = m.column
      AND n.statistic = 'nulls'
    WHERE m.dataset = :name AND m.table = '%s' AND m.column = 'duration_s'
      AND m.statistic = 'mean'
    """
        .formatted(table);
  }
}
