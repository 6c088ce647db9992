package io.partita.similarity;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file on its way into comparisons: its shingles of each namespace, weighed. */
public final class ComparedFile {
  private final WeighedLine[] lines;

  private ComparedFile(WeighedLine... lines) {
    this.lines = lines;
  }

  /** Weighs the shingles of a file. */
  public static ComparedFile of(MusicFeatures features, ShingleFrequencies frequencies) {
    return new ComparedFile(
        Arrays.stream(Namespace.values())
            .map(namespace -> WeighedLine.of(features.of(namespace), frequencies))
            .toArray(WeighedLine[]::new));
  }

  /** How many distinct shingles there are in all namespaces. */
  public int shingles() {
    return Arrays.stream(lines).mapToInt(WeighedLine::distinct).sum();
  }

  WeighedLine line(Namespace namespace) {
    return lines[namespace.number()];
  }

  /** As bytes that {@link #of(byte[])} reads. */
  public byte[] toBytes() {
    int size = Arrays.stream(lines).mapToInt(WeighedLine::byteCount).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (WeighedLine line : lines) {
      line.put(bytes);
    }
    return bytes.array();
  }

  /** What {@link #toBytes} made. */
  public static ComparedFile of(byte[] made) {
    ByteBuffer bytes = ByteBuffer.wrap(made);
    WeighedLine[] lines = new WeighedLine[Namespace.values().length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = WeighedLine.get(bytes);
    }
    return new ComparedFile(lines);
  }
}
