package io.partita.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the row of a catalog that belongs to a member of an archive. A row's path fits every member
 * whose path ends with it at a '/': {@code drummer1/x.mid} fits {@code groove/drummer1/x.mid} but
 * not {@code groove/olddrummer1/x.mid}. Of several rows that fit one member the longest counts.
 *
 * <p>Members are added one by one and forgotten, but for the first that each row fits. Each costs
 * one look-up per component of its path, up to the depth of the deepest row.
 */
public final class CatalogIndex {
  private final Map<String, Entry> entries = new HashMap<>();
  private final long rows;
  private int maxDepth;
  private long members;

  /** The rows of one path, and the members that it fits. */
  private static final class Entry {
    private final List<CsvCatalog.Row> rows = new ArrayList<>(1);
    private String member = "";
    private boolean fitsSeveral;

    void fit(String path) {
      fitsSeveral |= !member.isEmpty() && !member.equals(path);
      member = path;
    }

    boolean isClear() {
      return rows.size() == 1 && !member.isEmpty() && !fitsSeveral;
    }
  }

  public CatalogIndex(CsvCatalog catalog) {
    rows = catalog.rows().size();
    for (CsvCatalog.Row row : catalog.rows()) {
      String path = normal(row.path());
      entries.computeIfAbsent(path, unused -> new Entry()).rows.add(row);
      maxDepth = Math.max(maxDepth, depth(path));
    }
  }

  /** Adds a member; each path once, however often it is in the archive. */
  public void add(String memberPath) {
    members++;
    int from = memberPath.length();
    for (int depth = 0; depth < maxDepth && from >= 0; depth++) {
      from = memberPath.lastIndexOf('/', from - 1);
      Entry entry = entries.get(memberPath.substring(from + 1));
      if (entry != null) {
        entry.fit(memberPath);
      }
    }
  }

  /** What the members added so far make of the rows. */
  public CatalogMatch match() {
    Map<String, String> longest = new HashMap<>();
    long unmatched = 0;
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (entry.getValue().member.isEmpty()) {
        unmatched += entry.getValue().rows.size();
      } else {
        longest.merge(
            entry.getValue().member,
            entry.getKey(),
            (one, other) -> one.length() >= other.length() ? one : other);
      }
    }
    Map<String, Map<String, String>> rowOf = new HashMap<>();
    longest.forEach(
        (member, path) -> {
          Entry entry = entries.get(path);
          if (entry.isClear()) {
            rowOf.put(member, entry.rows.get(0).values());
          }
        });
    long matched = rowOf.size();
    return new CatalogMatch(
        rowOf, rows, matched, unmatched, rows - matched - unmatched, members - matched);
  }

  /** The path without leading {@code ./} and '/', as members have none. */
  private static String normal(String path) {
    return path.strip().replaceFirst("^(\\.?/+)+", "");
  }

  private static int depth(String path) {
    return 1 + (int) path.chars().filter(c -> c == '/').count();
  }
}
