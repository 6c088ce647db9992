package io.partita.msd;

import io.partita.msd.MsdSong.Estimate;
import io.partita.msd.MsdTrack.ArtistTerm;
import io.partita.msd.MsdTrack.Mbtag;
import io.partita.msd.MsdTrack.Segments;
import io.partita.msd.MsdTrack.Timeline;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Invented songs and tracks; the same number always gives the same song. */
public final class MsdSamples {
  private MsdSamples() {}

  /** A song of which everything is known. */
  static MsdSong song(long number) {
    Random random = new Random(number);
    String digits = "%08X".formatted(number);
    return new MsdSong(
        "TRAAAAA128F" + digits.substring(1),
        "SOAAAAA12A" + digits,
        random.nextInt(1, 9_000_000),
        "Frühling, 春 (" + number + ")",
        new MsdSong.Artist(
            "ARAAAAA118" + digits,
            "%s-72ee-c7ab-90ee-160dad901e32".formatted(digits),
            random.nextInt(1, 500_000),
            random.nextInt(1, 100_000),
            "Sigur Rós № " + number,
            random.nextDouble(),
            random.nextDouble(),
            -90 + random.nextInt(180_000) / 1000.0,
            -180 + random.nextInt(360_000) / 1000.0,
            "Reykjavík"),
        new MsdSong.Release(
            "Ágætis byrjun " + number / 10, random.nextInt(1, 500_000), 1922 + random.nextInt(90)),
        random.nextDouble(),
        "rock",
        new MsdSong.Analysis(
            "%032x".formatted(random.nextLong(1, Long.MAX_VALUE)),
            60 + random.nextInt(500_000) / 1000.0,
            40 + random.nextInt(200_000) / 1000.0,
            -random.nextInt(50_000) / 1000.0,
            new Estimate(random.nextInt(12), random.nextInt(1001) / 1000.0),
            new Estimate(random.nextInt(2), random.nextInt(1001) / 1000.0),
            new Estimate(random.nextInt(3, 8), random.nextInt(1001) / 1000.0),
            0.25,
            0.75,
            random.nextInt(9000) / 1000.0,
            60 + random.nextInt(500_000) / 1000.0,
            22_050),
        "3.08",
        new MsdIndexes(
            new MsdIndexes.Timeline(1, 2),
            new MsdIndexes.Timeline(3, 4),
            new MsdIndexes.Timeline(5, 6),
            new MsdIndexes.Segments(7, 8, 9, 10, 11, 12, 13),
            new MsdIndexes.Timeline(14, 15),
            16,
            17,
            18));
  }

  /** A song of which the dataset knows the id alone. */
  public static MsdSong unknownSong(String trackId) {
    Estimate none = new Estimate(null, null);
    return new MsdSong(
        trackId,
        null,
        null,
        null,
        new MsdSong.Artist(null, null, null, null, null, null, null, null, null, null),
        new MsdSong.Release(null, null, null),
        null,
        null,
        new MsdSong.Analysis(
            null, null, null, null, none, none, none, null, null, null, null, null),
        null,
        MsdIndexes.ZERO);
  }

  /** Songs 0 to {@code count} − 1. */
  public static Iterator<MsdSong> songs(long count) {
    return LongStream.range(0, count).mapToObj(MsdSamples::song).iterator();
  }

  /** A track of {@code segments} segments and other arrays to match. */
  public static MsdTrack track(int segments) {
    Random random = new Random(segments);
    DoubleSupplier values = () -> random.nextInt(100_000) / 1000.0;
    return new MsdTrack(
        song(segments),
        new Segments(
            doubles(segments, values),
            doubles(segments, values),
            doubles(segments, values),
            doubles(segments, values),
            doubles(segments, values),
            rows(segments, values),
            rows(segments, values)),
        timeline(segments / 10, values),
        timeline(segments / 3, values),
        timeline(segments / 2, values),
        timeline(segments / 100, values),
        IntStream.range(0, segments / 50)
            .mapToObj(i -> new ArtistTerm("tèrm " + i, random.nextDouble(), random.nextDouble()))
            .toList(),
        IntStream.range(0, segments / 20).mapToObj("ARAAAAA11876221%03d"::formatted).toList(),
        segments < 100 ? List.of() : List.of(new Mbtag("rock", 1), new Mbtag("日本", 7)));
  }

  private static Timeline timeline(int length, DoubleSupplier values) {
    return new Timeline(doubles(length, values), doubles(length, values));
  }

  private static double[] doubles(int length, DoubleSupplier values) {
    return IntStream.range(0, length).mapToDouble(i -> values.getAsDouble()).toArray();
  }

  private static double[][] rows(int length, DoubleSupplier values) {
    return Stream.generate(() -> doubles(Segments.WIDTH, values))
        .limit(length)
        .toArray(double[][]::new);
  }
}
