package io.partita.split;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitGroupsTest {
  private static final SplitRatios RATIOS = SplitRatios.parse("90/5/5");

  private record File(String content, Set<String> songs) {}

  @Test
  void aGroupIsNamedAfterItsSmallestSongElseItsContent() {
    SplitAssignment assignment =
        assign(
            List.of(
                new File("c1", Set.of("SO3", "SO2")),
                new File("c2", Set.of("SO3", "SO4")),
                new File("c2", Set.of()),
                new File("c3", Set.of()),
                new File("c3", Set.of("SO5")),
                new File("c4", Set.of())));
    assertThat(assignment.group("c1")).isEqualTo("SO2");
    assertThat(assignment.group("c2")).isEqualTo("SO2");
    assertThat(assignment.group("c3")).isEqualTo("SO5");
    assertThat(assignment.group("c4")).isEqualTo("c4");
    assertThat(assignment.groups()).isEqualTo(3);
    assertThatIllegal(() -> assignment.split("c9")).names("c9");
  }

  @Test
  void theNamesHashDecides() throws Exception {
    SplitAssignment assignment = assign(singles(2000));
    for (int i = 0; i < 2000; i++) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(("c" + i).getBytes(StandardCharsets.UTF_8));
      double position =
          new BigInteger(1, digest).shiftRight(256 - 53).doubleValue() / Math.pow(2, 53);
      Split expected =
          position < 0.90 ? Split.TRAIN : position < 0.95 ? Split.VALIDATION : Split.TEST;
      assertThat(assignment.split("c" + i)).isEqualTo(expected);
    }
    assertThat(assignment.groups(Split.TRAIN)).isBetween(1750, 1850);
  }

  @Property(tries = 300)
  void nothingThatBelongsTogetherIsTornApart(@ForAll long seed, @ForAll @IntRange(max = 60) int n) {
    List<File> files = files(new Random(seed), n, "");
    SplitAssignment assignment = assign(files);
    Map<String, String> groupOfSong = new HashMap<>();
    Map<String, Split> splitOfSong = new HashMap<>();
    for (File file : files) {
      String group = assignment.group(file.content());
      Split split = assignment.split(file.content());
      for (String song : file.songs()) {
        assertThat(groupOfSong.computeIfAbsent(song, s -> group)).isEqualTo(group);
        assertThat(splitOfSong.computeIfAbsent(song, s -> split)).isEqualTo(split);
      }
    }
    assertThat(groupNames(files, assignment)).isEqualTo(groupNamesByFlooding(files));
    assertThat(assignment.groups()).isEqualTo(new HashSet<>(groupNames(files, assignment)).size());
  }

  @Property(tries = 200)
  void theOrderMakesNoDifference(@ForAll long seed, @ForAll @IntRange(max = 60) int n) {
    List<File> files = files(new Random(seed), n, "");
    List<File> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, new Random(seed + 1));
    assertSame(files, assign(files), assign(shuffled));
  }

  @Property(tries = 200)
  void unrelatedFilesMoveNothing(@ForAll long seed) {
    Random random = new Random(seed);
    List<File> files = files(random, 200, "");
    SplitAssignment before = assign(files, SplitRatios.parse("50/25/25"));
    List<File> more = new ArrayList<>(files(random, 100, "other-"));
    more.addAll(files);
    assertSame(files, before, assign(more, SplitRatios.parse("50/25/25")));
  }

  @Property(tries = 500)
  void threeGroupsFillThreeSplits(
      @ForAll @IntRange(min = 3, max = 12) int n, @ForAll @IntRange(max = 100_000) int from) {
    List<File> files =
        IntStream.range(from, from + n).mapToObj(i -> new File("c" + i, Set.of())).toList();
    SplitAssignment assignment = assign(files);
    assertThat(Split.values()).allMatch(split -> assignment.groups(split) > 0);
    SplitAssignment withoutTest = assign(files, SplitRatios.parse("90/10/0"));
    assertThat(withoutTest.groups(Split.VALIDATION)).isPositive();
    assertThat(withoutTest.groups(Split.TEST)).isZero();
  }

  @Test
  void theNearestGroupFillsAnEmptySplit() throws Exception {
    List<File> train = new ArrayList<>();
    for (int i = 0; train.size() < 6; i++) {
      if (position("c" + i) < 0.9) {
        train.add(new File("c" + i, Set.of()));
      }
    }
    train.sort((a, b) -> Double.compare(position(a.content()), position(b.content())));
    SplitAssignment assignment = assign(train);
    assertThat(assignment.split(train.get(5).content())).isEqualTo(Split.VALIDATION);
    assertThat(assignment.split(train.get(4).content())).isEqualTo(Split.TEST);
    assertThat(assignment.groups(Split.TRAIN)).isEqualTo(4);
  }

  @Test
  void twoGroupsStayWhereTheyAre() {
    List<File> two = List.of(new File("c0", Set.of()), new File("c1", Set.of()));
    SplitAssignment assignment = assign(two);
    for (File file : two) {
      assertThat(assignment.split(file.content())).isEqualTo(RATIOS.at(position(file.content())));
    }
    assertThat(assign(List.of()).groups()).isZero();
  }

  @Test
  void anAssignmentTravelsAndLaterFilesLeaveItAlone() throws Exception {
    SplitGroups groups = new SplitGroups();
    List<File> files = files(new Random(5), 3000, "");
    files.forEach(file -> groups.add(file.content(), file.songs()));
    SplitAssignment assignment = groups.assign(RATIOS);
    groups.add("late", Set.of("0"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(assignment);
    }
    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      assertSame(files, assignment, (SplitAssignment) objects.readObject());
    }
    assertThatIllegal(() -> assignment.group("late")).names("late");
  }

  /** Content hashes c0… and songs S0…, so few of each that they meet. */
  private static List<File> files(Random random, int count, String prefix) {
    List<File> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<String> songs = new TreeSet<>();
      for (int s = random.nextInt(3); s > 0; s--) {
        songs.add(prefix + "S" + random.nextInt(Math.max(1, count)));
      }
      files.add(new File(prefix + "c" + random.nextInt(count), songs));
    }
    return files;
  }

  private static List<File> singles(int count) {
    return IntStream.range(0, count).mapToObj(i -> new File("c" + i, Set.of())).toList();
  }

  private static SplitAssignment assign(List<File> files) {
    return assign(files, RATIOS);
  }

  private static SplitAssignment assign(List<File> files, SplitRatios ratios) {
    SplitGroups groups = new SplitGroups();
    files.forEach(file -> groups.add(file.content(), file.songs()));
    return groups.assign(ratios);
  }

  private static void assertSame(List<File> files, SplitAssignment one, SplitAssignment other) {
    for (File file : files) {
      assertThat(other.group(file.content())).isEqualTo(one.group(file.content()));
      assertThat(other.split(file.content())).isEqualTo(one.split(file.content()));
    }
  }

  private static List<String> groupNames(List<File> files, SplitAssignment assignment) {
    return files.stream().map(file -> assignment.group(file.content())).toList();
  }

  /** The same by another way: names spread from file to file until none changes any more. */
  private static List<String> groupNamesByFlooding(List<File> files) {
    Map<String, Set<String>> reached = new HashMap<>();
    for (File file : files) {
      reached.computeIfAbsent(file.content(), c -> new TreeSet<>()).addAll(file.songs());
    }
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (Set<String> songs : reached.values()) {
        for (Set<String> others : reached.values()) {
          if (!Collections.disjoint(songs, others)) {
            isChanged |= songs.addAll(others);
          }
        }
      }
    }
    return files.stream()
        .map(file -> reached.get(file.content()).stream().findFirst().orElse(file.content()))
        .toList();
  }

  private static double position(String name) {
    return (HashIndex.key(name) >>> 11) * 0x1.0p-53;
  }
}
