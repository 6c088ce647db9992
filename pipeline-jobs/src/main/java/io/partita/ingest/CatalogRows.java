package io.partita.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.archive.LocalName;
import io.partita.catalog.CatalogIndex;
import io.partita.catalog.CatalogMatch;
import io.partita.catalog.CsvCatalog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a catalog says about the members of an input, and the splits it insists on. Add every
 * member's path before the first question; then tell of every content, to count those torn apart.
 */
public final class CatalogRows {
  private static final int SHOWN_SPLITS = 10;

  private final CsvCatalog catalog;
  private final Set<String> paths = new HashSet<>();
  private final TornApart contents = new TornApart();
  private final TornApart groups = new TornApart();
  private final CatalogIndex index;
  private CatalogMatch match;

  /**
   * @param catalog null if absent
   */
  public CatalogRows(CsvCatalog catalog) {
    this.catalog = catalog;
    this.index = catalog == null ? null : new CatalogIndex(catalog);
  }

  /** Adds a member's path. */
  public void add(String path) {
    if (index != null && paths.add(path)) {
      index.add(path);
    }
  }

  /** The columns of a member's row in the catalog; null without one. */
  public Map<String, String> row(String path) {
    return index == null ? null : match().rowOf().get(path);
  }

  /** The split that the catalog gives a member. */
  public Optional<String> split(String path) {
    return Optional.ofNullable(row(path)).map(row -> row.get(CsvCatalog.SPLIT_COLUMN));
  }

  /** The split of a content that has members with these paths: that of the smallest with one. */
  public Optional<String> split(List<String> paths) {
    return paths.stream().sorted().flatMap(path -> split(path).stream()).findFirst();
  }

  /** Takes note of the splits that the catalog gives the members of a content. */
  public void note(List<String> paths, String contentHash, String group) {
    for (String path : paths) {
      split(path)
          .ifPresent(
              split -> {
                contents.add(contentHash, split);
                groups.add(group, split);
              });
    }
  }

  /** Counts rows that found their member, and contents that the catalog's own splits tear apart. */
  public void count(PartitionReport figures) {
    if (catalog == null) {
      return;
    }
    figures.count("catalog_rows", match().rows());
    figures.count("catalog_rows_matched", match().matched());
    figures.count("catalog_rows_unmatched", match().unmatched());
    figures.count("catalog_rows_ambiguous", match().ambiguous());
    figures.count("catalog_rows_bad", catalog.badRows().size());
    figures.count("catalog_rows_of_other_splits", otherSplits());
    figures.count("members_without_catalog_row", match().membersWithoutRow());
    figures.count("contents_in_several_catalog_splits", contents.count());
    figures.count("groups_in_several_catalog_splits", groups.count());
  }

  private CatalogMatch match() {
    if (match == null) {
      match = index.match();
    }
    return match;
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

  /** Things that are in more than one split. */
  private static final class TornApart {
    private final Map<String, String> first = new HashMap<>();
    private final Set<String> torn = new HashSet<>();

    void add(String thing, String split) {
      String before = first.putIfAbsent(thing, split);
      if (before != null && !before.equals(split)) {
        torn.add(thing);
      }
    }

    long count() {
      return torn.size();
    }
  }
}
