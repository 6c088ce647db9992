package io.partita.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.min_by;

import io.partita.archive.LocalName;
import io.partita.catalog.CatalogIndex;
import io.partita.catalog.CatalogMatch;
import io.partita.catalog.CsvCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a catalog says about the members of an input, and the splits it insists on. */
public final class CatalogRows {
  private static final int SHOWN_SPLITS = 10;
  private static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("catalog", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))
          .add("catalog_split", DataTypes.StringType);

  private final Dataset<Row> sources;
  private final CsvCatalog catalog;
  private final CatalogMatch match;

  /**
   * @param catalog null when there is none
   * @param sources rows of midi_sources; their catalog and split columns are not looked at
   */
  public CatalogRows(SparkSession spark, CsvCatalog catalog, Dataset<Row> sources) {
    this.catalog = catalog;
    CatalogIndex index =
        new CatalogIndex(
            catalog == null ? new CsvCatalog(List.of(), List.of(), List.of()) : catalog);
    if (catalog != null) {
      sources
          .select("path")
          .distinct()
          .as(Encoders.STRING())
          .toLocalIterator()
          .forEachRemaining(index::add);
    }
    this.match = index.match();
    List<Row> rows = new ArrayList<>();
    match
        .rowOf()
        .forEach(
            (path, values) ->
                rows.add(RowFactory.create(path, values, values.get(CsvCatalog.SPLIT_COLUMN))));
    this.sources =
        sources
            .drop("catalog", "split")
            .join(broadcast(spark.createDataFrame(rows, SCHEMA)), new String[] {"path"}, "left");
  }

  /**
   * Rows of midi_sources with catalog and split; a rejected member has the catalog's split only.
   */
  public Dataset<Row> complete(Dataset<Row> splits) {
    return sources
        .join(splits.select("midi_md5", "split"), new String[] {"midi_md5"}, "left")
        .withColumn("split", coalesce(col("catalog_split"), col("split")));
  }

  /** The splits of contents, where the catalog gives the content's first member one: that one. */
  public Dataset<Row> override(Dataset<Row> splits) {
    Dataset<Row> own =
        sources
            .where(col("catalog_split").isNotNull())
            .groupBy("midi_md5")
            .agg(min_by(col("catalog_split"), col("path")).as("own_split"));
    return splits
        .join(own, new String[] {"midi_md5"}, "left")
        .withColumn("split", coalesce(col("own_split"), col("split")))
        .drop("own_split");
  }

  /** Counts rows that found their member, and contents that the catalog's own splits tear apart. */
  public void count(Dataset<Row> splits, PartitionReport figures) {
    if (catalog == null) {
      return;
    }
    figures.count("catalog_rows", match.rows());
    figures.count("catalog_rows_matched", match.matched());
    figures.count("catalog_rows_unmatched", match.unmatched());
    figures.count("catalog_rows_ambiguous", match.ambiguous());
    figures.count("catalog_rows_bad", catalog.badRows().size());
    figures.count("catalog_rows_of_other_splits", otherSplits());
    figures.count("members_without_catalog_row", match.membersWithoutRow());
    figures.count("contents_in_several_catalog_splits", leaks(splits, "content_hash"));
    figures.count("groups_in_several_catalog_splits", leaks(splits, "split_group"));
  }

  /** Says which splits no later command will look for, and counts their rows. */
  private long otherSplits() {
    Map<String, Long> others = catalog.otherSplits();
    if (!others.isEmpty()) {
      System.err.println(
          "The catalog's column split has words other than train, validation and test; they are"
              + " kept as they are: "
              + others.entrySet().stream()
                  .limit(SHOWN_SPLITS)
                  .map(
                      split ->
                          String.format(
                              Locale.ROOT,
                              "%s (%,d rows)",
                              LocalName.text(split.getKey().getBytes(UTF_8)),
                              split.getValue()))
                  .collect(Collectors.joining(", "))
              + (others.size() > SHOWN_SPLITS ? " …" : "."));
    }
    return others.values().stream().mapToLong(Long::longValue).sum();
  }

  private long leaks(Dataset<Row> splits, String key) {
    return sources
        .where(col("catalog_split").isNotNull())
        .join(splits.select("midi_md5", key), "midi_md5")
        .groupBy(key)
        .agg(countDistinct("catalog_split").as("splits"))
        .where(col("splits").gt(1))
        .count();
  }
}
