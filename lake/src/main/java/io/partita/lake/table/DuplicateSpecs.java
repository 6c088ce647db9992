package io.partita.lake.table;

import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static io.partita.lake.table.Plot.bars;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.partita.statistics.Bins;

/** The tables of MIDI files that hold the same music. */
final class DuplicateSpecs {
  private static final String ALIKE = "Near-duplicates";
  private static final String[] FIND = {"find-duplicates"};

  private DuplicateSpecs() {}

  public static TableSpec pairs() {
    return TableSpec.table(
            "dup_pairs",
            "Pairs of MIDI files that hold the same music, or a stretch of it, and where: those"
                + " within the data set, and those with another that was named with it.")
        .columns(
            required("a", StringType, "MD5 of the one file, as midi_md5 in midi_files"),
            required(
                "b",
                StringType,
                "MD5 of the other, after a in the alphabet; the same where one content is in two"
                    + " data sets"),
            required("dataset_a", StringType, "data set of a; this one or another"),
            required("dataset_b", StringType, "data set of b; this one or another"),
            required(
                "tier",
                StringType,
                "how sure it is: exact where content_hash is equal, or would be in one key, else"
                    + " strict, near or related"),
            required(
                "relation",
                StringType,
                "same, excerpt where one is a part of the other, or version for all else"),
            optional(
                "namespace",
                StringType,
                "lines that agree best: TRK of tracks, SKY of all notes, DST of drums; null where"
                    + " exact"),
            optional(
                "shared", IntegerType, "distinct shingles that both files have; null where exact"),
            optional(
                "chain", IntegerType, "shingles in one order and pace in both; null where exact"),
            optional("cov_min", DoubleType, "the larger coverage: that of the smaller file, 0..1"),
            optional("cov_a", DoubleType, "weight of the chain in all of a, 0..1"),
            optional("cov_b", DoubleType, "weight of the chain in all of b, 0..1"),
            optional("a_from_s", DoubleType, "where the chain begins in a, seconds"),
            optional("a_to_s", DoubleType, "where it ends in a, seconds"),
            optional("b_from_s", DoubleType, "where the chain begins in b, seconds"),
            optional("b_to_s", DoubleType, "where it ends in b, seconds"),
            optional("slope", DoubleType, "seconds of b for one second of a, above 0"),
            optional("transpose", IntegerType, "semitones from a up to b; null of drums"),
            required("algo_version", IntegerType, "version of how files are compared"))
        .uniqueKey("dataset_a", "a", "dataset_b", "b")
        .origin(Origin.derivedBy(FIND).from("midi_bytes"))
        .reported(Reported.rows("pairs"))
        .statistics(
            StatisticsPlan.NONE
                .numbers("cov_min", Bins.linear(0, 1, 100))
                .category("tier")
                .category("relation")
                .category("namespace"))
        .plots(
            bars(
                ALIKE,
                "Near-duplicate pairs",
                "Pairs by how sure it is that they hold the same music.",
                "dup_pairs.tier",
                "Tier",
                "Pairs",
                Labels.NONE))
        .build();
  }

  public static TableSpec files() {
    return TableSpec.table(
            "dup_files",
            "Which files hold the same music: one row for each content of midi_files that was not"
                + " rejected.")
        .columns(
            required("midi_md5", StringType, "the file, as in midi_files"),
            required("content_hash", StringType, "as in midi_files"),
            required("n_shingles", IntegerType, "distinct shingles of all its lines"),
            required(
                "indexable",
                BooleanType,
                "whether it has shingles enough to be alike without being equal"),
            required("dup_cluster", StringType, "files that are alike share it; of one where none"),
            required(
                "is_representative", BooleanType, "whether it represents the files of its cluster"),
            required("rep_md5", StringType, "midi_md5 of the file that represents its cluster"),
            required(
                "split_group",
                StringType,
                "files that must stay in one split share it: those that are related, in any number"
                    + " of steps, and those that share the split_group of midi_files"),
            required("component_size", IntegerType, "files of its split_group, 1 or more"),
            optional(
                "group_cut",
                DoubleType,
                "coverage 0..1: pairs with a smaller cov_min do not hold its split_group together,"
                    + " which had too many files otherwise; null where all pairs do"),
            required("algo_version", IntegerType, "as in dup_pairs"))
        .uniqueKey("midi_md5")
        .references("midi_md5", "midi_files")
        .origin(Origin.derivedBy(FIND).from("midi_bytes"))
        .storage(Storage.USUAL.plain("midi_md5", "content_hash"))
        .reported(Reported.rows("files"))
        .statistics(
            StatisticsPlan.NONE
                .numbers("n_shingles", Bins.growingWhole(0, 20, 4))
                .distinct("dup_cluster")
                .distinct("split_group")
                .category("indexable")
                .category("is_representative"))
        .ofContents()
        .build();
  }
}
