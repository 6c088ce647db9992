package io.partita.report.alike;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.Plot;
import io.partita.report.clip.Figure;
import io.partita.report.clip.ListenTrack;
import io.partita.report.clip.ListenTracks;
import io.partita.report.clip.ReportClips;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tracks of one cluster of files that hold the same music: the one that represents it, then those
 * of which least is in both.
 *
 * @param number of the cluster among those of the report, from 1
 * @param files how many it has in all
 */
public record AlikeTracks(String dataset, int number, long files, List<ListenTrack> tracks) {
  private static final int CLUSTERS = 3;
  private static final int PLAYERS = 3;

  private static final String LARGEST =
      """
      WITH clusters AS (
        SELECT d.dup_cluster, count(*) AS files
        FROM dup_files d
        JOIN midi_files f
          ON f.dataset = d.dataset AND f.midi_md5 = d.midi_md5 AND f.n_notes > 0
        WHERE d.dataset = :name
        GROUP BY d.dup_cluster
        HAVING count(*) > 1
        ORDER BY files DESC, d.dup_cluster
        LIMIT %d),
      within AS (
        SELECT * FROM dup_pairs
        WHERE dataset = :name AND dataset_a = :name AND dataset_b = :name),
      pairs AS (
        SELECT a AS first, b AS other, tier, relation, cov_min, a_from_s AS first_from_s,
          b_from_s AS from_s, slope, transpose
        FROM within
        UNION ALL
        SELECT b, a, tier, relation, cov_min, b_from_s, a_from_s, 1 / slope, -transpose
        FROM within),
      members AS (
        SELECT c.files, d.dup_cluster, d.midi_md5, p.*,
          row_number() OVER (
            PARTITION BY d.dup_cluster
            ORDER BY NOT d.is_representative, p.cov_min NULLS LAST, d.midi_md5) AS place
        FROM clusters c
        JOIN dup_files d ON d.dataset = :name AND d.dup_cluster = c.dup_cluster
        LEFT JOIN pairs p ON p.first = d.rep_md5 AND p.other = d.midi_md5)
      SELECT m.*, f.path, f.split, f.duration_s, f.n_notes, NULL AS title, NULL AS artist_name,
        NULL AS style
      FROM members m
      JOIN midi_files f ON f.dataset = :name AND f.midi_md5 = m.midi_md5
      WHERE place <= %d
      ORDER BY m.files DESC, m.dup_cluster, place
      """
          .formatted(CLUSTERS, PLAYERS);

  /**
   * The largest clusters of music of each data set that has been searched for near-duplicates.
   *
   * @param datasets the tables of each data set
   */
  public static List<AlikeTracks> choose(
      SparkSession spark, Map<String, ? extends Map<LakeTable, ?>> datasets, ListenTracks listen) {
    List<AlikeTracks> chosen = new ArrayList<>();
    for (Map.Entry<String, ? extends Map<LakeTable, ?>> dataset : datasets.entrySet()) {
      Set<LakeTable> tables = dataset.getValue().keySet();
      if (!tables.contains(LakeTable.DUP_FILES)) {
        continue;
      }
      Map<String, List<Row>> clusters = new LinkedHashMap<>();
      spark
          .sql(LARGEST.replace(":name", Plot.quoted(dataset.getKey())))
          .collectAsList()
          .forEach(
              row ->
                  clusters
                      .computeIfAbsent(row.getAs("dup_cluster"), any -> new ArrayList<>())
                      .add(row));
      for (List<Row> members : clusters.values()) {
        List<ListenTrack> tracks = new ArrayList<>();
        for (Row member : members) {
          tracks.add(
              listen.midi(
                  member,
                  dataset.getKey(),
                  tables.contains(LakeTable.MIDI_BYTES),
                  fromS(member, members),
                  likeness(member)));
        }
        chosen.add(
            new AlikeTracks(
                dataset.getKey(), chosen.size() + 1, members.get(0).getAs("files"), tracks));
      }
    }
    return chosen;
  }

  /**
   * Where a file is heard from, so that all of a cluster are heard from the same place of the
   * music: where the first two begin to agree, or later where another one begins to.
   *
   * @return seconds; null for the first note, where nobody knows better
   */
  private static Double fromS(Row member, List<Row> members) {
    Double firstFromS = members.get(1).getAs("first_from_s");
    if (member == members.get(0) || firstFromS == null) {
      return firstFromS;
    }
    Double fromS = member.getAs("from_s");
    if (fromS == null) {
      return null;
    }
    double later = firstFromS - member.<Double>getAs("first_from_s");
    return fromS + Math.max(0, later * member.<Double>getAs("slope"));
  }

  private static List<Figure> likeness(Row member) {
    List<Figure> facts = new ArrayList<>();
    String tier = member.getAs("tier");
    if (tier == null) {
      return facts;
    }
    facts.add(new Figure("Alike", tier + ", " + member.getAs("relation")));
    Integer transpose = member.getAs("transpose");
    if (transpose != null && transpose != 0) {
      facts.add(new Figure("Semitones", String.format(Locale.ROOT, "%+d", transpose)));
    }
    Double slope = member.getAs("slope");
    if (slope != null) {
      facts.add(new Figure("Tempo", String.format(Locale.ROOT, "×%.2f", 1 / slope)));
    }
    return facts;
  }

  /** Makes their clips, below a report's folder. */
  public AlikeGroup clips(ReportClips clips) throws IOException {
    return new AlikeGroup(
        dataset,
        String.format(Locale.ROOT, "%,d files", files),
        "The first represents the others in trainings; each plays from where it agrees with the"
            + " first.",
        clips.of(tracks, String.format(Locale.ROOT, "alike-%02d", number)));
  }
}
