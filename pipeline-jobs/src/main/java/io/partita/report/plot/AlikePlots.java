package io.partita.report.plot;

import io.partita.lake.table.Plot;
import java.util.List;

/** The queries of the page of files that hold the same music. */
public final class AlikePlots {
  private static final String SECTION = "Near-duplicates";
  private static final int SHOWN = 20;
  private static final int PATHS = 3;

  /** All of them; without {@code find-duplicates} none has a row. */
  public static final List<Plot> ALL =
      List.of(
          Plot.table(
              SECTION,
              "Clusters and groups",
              "Trainings use one file of a cluster, except with --duplicates keep;"
                  + " partita split keeps a group in one split.",
              """
              SELECT count(*) AS files, count(DISTINCT dup_cluster) AS clusters,
                count_if(NOT is_representative) AS copies,
                count(DISTINCT split_group) AS split_groups,
                max(component_size) AS largest_split_group
              FROM dup_files
              WHERE dataset = :name
              HAVING count(*) > 0
              """),
          Plot.table(
              SECTION,
              "Pairs by tier",
              "How sure it is that two files hold the same music, the surest first, and what one is"
                  + " of the other. Of equal files each is counted once.",
              """
              SELECT tier, relation, count(*) AS pairs, round(avg(cov_min), 2) AS mean_coverage
              FROM dup_pairs
              WHERE dataset = :name
              GROUP BY tier, relation
              ORDER BY %s, tier, relation
              """
                  .formatted(rank("tier"))),
          Plot.table(
              SECTION,
              "Pairs in two splits",
              "Leaks by tier. Splits of a catalog stay unless split --official draw assigns them"
                  + " again; groups that were too large may be divided.",
              """
              SELECT CASE element_at(split(category, ' '), 1)
                  WHEN 'made' THEN 'made by Partita'
                  WHEN 'official' THEN 'of the catalog'
                  ELSE 'of groups that were parted' END AS splits,
                element_at(split(category, ' '), 2) AS tier, value AS pairs
              FROM statistics
              WHERE dataset = :name AND table = 'dup_pairs' AND column = 'split'
                AND statistic = 'frequency'
              ORDER BY splits, %s, tier
              """
                  .formatted(rank("element_at(split(category, ' '), 2)"))),
          Plot.table(
              SECTION,
              "The surest pairs in two splits",
              "Up to " + SHOWN + ", with how much of the smaller file is in both.",
              """
              SELECT p.tier, p.relation, round(p.cov_min, 2) AS coverage, f.split AS split_a,
                f.path AS path_a, g.split AS split_b, g.path AS path_b
              FROM dup_pairs p
              JOIN midi_files f ON f.dataset = p.dataset_a AND f.midi_md5 = p.a
              JOIN midi_files g ON g.dataset = p.dataset_b AND g.midi_md5 = p.b
              WHERE p.dataset = :name AND p.dataset_a = :name AND p.dataset_b = :name
                AND f.split <> g.split
              ORDER BY %s, p.cov_min DESC, p.a, p.b
              LIMIT %d
              """
                  .formatted(rank("p.tier"), SHOWN)),
          Plot.table(
              SECTION,
              "Largest clusters",
              "Up to " + SHOWN + ", each with its representative and the first others.",
              """
              SELECT count(*) AS files, max(IF(d.is_representative, f.path, NULL)) AS stands_for_it,
                array_join(
                  slice(
                    sort_array(collect_list(IF(d.is_representative, NULL, f.path))), 1, %d),
                  ', ') AS others
              FROM dup_files d
              JOIN midi_files f ON f.dataset = d.dataset AND f.midi_md5 = d.midi_md5
              WHERE d.dataset = :name
              GROUP BY d.dup_cluster
              HAVING count(*) > 1
              ORDER BY files DESC, d.dup_cluster
              LIMIT %d
              """
                  .formatted(PATHS, SHOWN)));

  private AlikePlots() {}

  private static String rank(String tier) {
    return "array_position(array('exact', 'strict', 'near', 'related'), " + tier + ")";
  }
}
