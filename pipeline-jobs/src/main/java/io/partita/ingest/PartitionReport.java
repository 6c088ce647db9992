package io.partita.ingest;

import io.partita.lake.table.ContentStatus;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one finished task of an ingest wrote and counted; kept as JSON beside the staged files, so
 * that only files of finished tasks are published and a resumed run knows what is done.
 *
 * @param partition number of the task; below 0 in a sum of reports
 * @param files paths relative to the stage, by staged folder
 * @param members members of the archive, by status (ok, repaired, rejected)
 * @param faults rejected members by fault
 * @param counts contents, notes, bytes and whatever else adds up
 */
public record PartitionReport(
    int partition,
    Map<String, String> files,
    Map<String, Long> members,
    Map<String, Long> faults,
    Map<String, Long> counts) {
  private static final int ALL = -1;

  /** Nothing yet; other reports are added to it. */
  public static PartitionReport sum() {
    return empty(ALL);
  }

  public static PartitionReport empty(int partition) {
    return new PartitionReport(
        partition, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  public void countMember(String status) {
    members.merge(status, 1L, Long::sum);
  }

  void countFault(String fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  public void count(String what, long howMany) {
    counts.merge(what, howMany, Long::sum);
  }

  /** Adds another partition's figures to this one's; the order of additions does not matter. */
  public void add(PartitionReport other) {
    other.members.forEach((status, count) -> members.merge(status, count, Long::sum));
    other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  public long memberCount() {
    return members.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rejected members, 0..1 of all. */
  double rejectedShare() {
    long rejected = members.getOrDefault(ContentStatus.REJECTED.label(), 0L);
    return memberCount() == 0 ? 0 : (double) rejected / memberCount();
  }

  public long counted(String what) {
    return counts.getOrDefault(what, 0L);
  }
}
