package io.partita.ingest;

import java.io.Serializable;
import org.apache.spark.Partitioner;

/**
 * Where a member goes in the shuffle: equal contents next to each other, the first member first.
 *
 * @param md5 of the content, lower-case hex; empty for a member without readable content
 * @param source index of its source
 * @param ordinal its place in the source
 * @param piece its place in the member, from 0
 */
public record ContentKey(String md5, int source, long ordinal, int piece)
    implements Serializable, Comparable<ContentKey> {
  public static final String NO_CONTENT = "";

  /** The key of a whole member. */
  public ContentKey(String md5, int source, long ordinal) {
    this(md5, source, ordinal, 0);
  }

  @Override
  public int compareTo(ContentKey other) {
    int order = md5.compareTo(other.md5);
    if (order == 0) {
      order = Integer.compare(source, other.source);
    }
    if (order == 0) {
      order = Long.compare(ordinal, other.ordinal);
    }
    return order == 0 ? Integer.compare(piece, other.piece) : order;
  }

  /**
   * Equal shares of the range of MD5s: they are uniform, so no sample of the input is needed, and
   * partition after partition the rows are in MD5 order.
   */
  static final class Ranges extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    Ranges(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      String md5 = ((ContentKey) key).md5();
      return md5.isEmpty() ? 0 : (int) ((Long.parseLong(md5, 0, 8, 16) * partitions) >>> 32);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ranges that && partitions == that.partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
  }
}
