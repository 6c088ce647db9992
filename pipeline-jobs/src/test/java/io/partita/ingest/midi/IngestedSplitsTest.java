package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.Sample;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits worked out again from the tables, by a plain union-find over strings. */
@Tag("spark")
class IngestedSplitsTest {
  private static final double TRAIN_END = 0.6;
  private static final double VALIDATION_END = 0.8;

  @TempDir private static Path folder;
  private static final Map<String, String> parents = new HashMap<>();

  /** Rows (midi_md5, content_hash, split_group, split) of contents that were not rejected. */
  private static List<List<Object>> files;

  @BeforeAll
  static void ingest() {
    Sample sample = Sample.get();
    Path lake = folder.resolve("lake");
    sample.ingestLmd(sample.archive(), lake, "--split", "60/20/20").exits(0);
    files =
        DuckDb.rows(
            "SELECT midi_md5, content_hash, split_group, split FROM "
                + table("midi_files")
                + " WHERE status <> 'rejected'");
    List<List<Object>> songs =
        DuckDb.rows(
            "SELECT midi_md5, coalesce(song_id, track_id) FROM "
                + table("track_midi")
                + " m JOIN "
                + table("tracks")
                + " t USING (track_id) WHERE midi_md5 IN (SELECT midi_md5 FROM "
                + table("midi_files")
                + " WHERE status <> 'rejected')");
    Map<Object, String> hashes = new HashMap<>();
    files.forEach(file -> hashes.put(file.get(0), "hash " + file.get(1)));
    files.forEach(file -> join("hash " + file.get(1), "hash " + file.get(1)));
    songs.forEach(song -> join(hashes.get(song.get(0)), "song " + song.get(1)));
  }

  @Test
  void aGroupIsAllThatHangsTogetherByContentOrBySong() {
    Map<String, Set<Object>> groupsOfComponent = new TreeMap<>();
    Map<Object, Set<String>> componentsOfGroup = new HashMap<>();
    for (List<Object> file : files) {
      String component = root("hash " + file.get(1));
      groupsOfComponent.computeIfAbsent(component, c -> new TreeSet<>()).add(file.get(2));
      componentsOfGroup.computeIfAbsent(file.get(2), g -> new TreeSet<>()).add(component);
    }

    assertThat(groupsOfComponent.values()).allSatisfy(groups -> assertThat(groups).hasSize(1));
    assertThat(componentsOfGroup.values()).allSatisfy(found -> assertThat(found).hasSize(1));
    assertThat(componentsOfGroup).hasSizeGreaterThan(10).hasSizeLessThan(files.size());
  }

  @Test
  void aGroupIsNamedAfterItsSmallestSongOrElseItsContent() {
    Map<String, String> smallest = new HashMap<>();
    for (String node : parents.keySet()) {
      String name = node.substring(5);
      if (node.startsWith("song ")) {
        smallest.merge(root(node), name, (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    assertThat(files)
        .allSatisfy(
            file -> {
              String song = smallest.get(root("hash " + file.get(1)));
              assertThat(file.get(2)).isEqualTo(song == null ? file.get(1) : song);
            });
    assertThat(smallest).isNotEmpty();
  }

  @Test
  void noSongAndNoContentCrossesSplits() {
    Map<String, Set<Object>> splits = new HashMap<>();
    for (List<Object> file : files) {
      splits.computeIfAbsent(root("hash " + file.get(1)), c -> new TreeSet<>()).add(file.get(3));
    }

    assertThat(splits.values()).allSatisfy(found -> assertThat(found).hasSize(1));
    assertThat(files.stream().map(file -> file.get(3)).distinct())
        .containsExactlyInAnyOrder("train", "validation", "test");
  }

  @Test
  void aGroupsNameDecidesItsSplit() throws Exception {
    Map<Object, Object> splitOfGroup = new HashMap<>();
    files.forEach(file -> splitOfGroup.put(file.get(2), file.get(3)));
    int moved = 0;
    Set<String> filled = new TreeSet<>(List.of("train", "validation", "test"));
    for (Map.Entry<Object, Object> group : splitOfGroup.entrySet()) {
      String natural = splitAt(position((String) group.getKey()));
      filled.remove(natural);
      moved += natural.equals(group.getValue()) ? 0 : 1;
    }

    // Only a split that would be empty is filled, with one group.
    assertThat(moved).isEqualTo(filled.size());
  }

  @Test
  void allTablesNameTheSameSplit() {
    String splits = "(SELECT midi_md5, split FROM " + table("midi_files") + ")";
    for (String table : List.of("midi_sources", "tokens")) {
      assertThat(
              DuckDb.rows(
                  "SELECT midi_md5, split FROM "
                      + table(table)
                      + " WHERE midi_md5 IS NOT NULL EXCEPT FROM "
                      + splits))
          .as(table)
          .isEmpty();
    }
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + table("midi_files")
                    + " WHERE (status = 'rejected') <> (split IS NULL)"
                    + " OR (split IS NULL) <> (split_group IS NULL)"))
        .isZero();
  }

  private static String table(String name) {
    return DuckDb.table(folder.resolve("lake"), name, Sample.DATASET);
  }

  private static String splitAt(double position) {
    return position < TRAIN_END ? "train" : position < VALIDATION_END ? "validation" : "test";
  }

  /** The first 53 bits of the name's SHA-256 as a fraction. */
  private static double position(String group) throws Exception {
    byte[] sha =
        MessageDigest.getInstance("SHA-256").digest(group.getBytes(StandardCharsets.UTF_8));
    return new BigInteger(1, sha).shiftRight(256 - 53).doubleValue() / (1L << 53);
  }

  private static void join(String one, String other) {
    parents.putIfAbsent(one, one);
    parents.putIfAbsent(other, other);
    parents.put(root(one), root(other));
  }

  private static String root(String node) {
    List<String> path = new ArrayList<>(List.of(node));
    while (!parents.get(path.get(path.size() - 1)).equals(path.get(path.size() - 1))) {
      path.add(parents.get(path.get(path.size() - 1)));
    }
    return path.get(path.size() - 1);
  }
}
