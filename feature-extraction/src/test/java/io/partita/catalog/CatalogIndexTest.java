package io.partita.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CatalogIndexTest {
  @Test
  void aRowFitsAtAFoldersBorder() {
    CatalogMatch match =
        match(
            List.of("drummer1/x.mid", "./drummer2/y.mid"),
            List.of("groove/drummer1/x.mid", "groove/olddrummer1/x.mid", "drummer2/y.mid"));
    assertThat(paths(match))
        .containsOnly(
            Map.entry("groove/drummer1/x.mid", "drummer1/x.mid"),
            Map.entry("drummer2/y.mid", "./drummer2/y.mid"));
    assertCounts(match, 2, 0, 0, 1);
  }

  @Test
  void aRowWithoutAMemberIsUnmatched() {
    assertCounts(match(List.of("a.mid", "b.mid"), List.of("x/ba.mid", "b.mid/c")), 0, 2, 0, 2);
  }

  @Test
  void aRowThatFitsSeveralMembersIsAppliedToNone() {
    assertCounts(match(List.of("x.mid"), List.of("a/x.mid", "b/x.mid")), 0, 0, 1, 2);
  }

  @Test
  void theLongestRowWins() {
    CatalogMatch match = match(List.of("x.mid", "a/x.mid"), List.of("g/a/x.mid"));
    assertThat(paths(match)).containsOnly(Map.entry("g/a/x.mid", "a/x.mid"));
    assertCounts(match, 1, 0, 1, 0);
  }

  @Test
  void theSamePathTwiceIsAppliedToNone() {
    assertCounts(match(List.of("x.mid", "a/x.mid", "a/x.mid"), List.of("a/x.mid")), 0, 0, 3, 1);
    assertCounts(match(List.of("x.mid", "./x.mid"), List.of("y.mid")), 0, 2, 0, 1);
  }

  @Test
  void theMatchTravelsToOtherMachines() throws Exception {
    CatalogMatch match = match(List.of("x.mid"), List.of("a/x.mid"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(match);
    }
    try (ObjectInputStream objects =
        new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(objects.readObject()).isEqualTo(match);
    }
  }

  /** Beside a definition that looks at every pair. */
  @Property(tries = 1000)
  void everyRowIsCountedOnce(
      @ForAll @Size(max = 6) List<@Size(min = 1, max = 3) List<Boolean>> rows,
      @ForAll @Size(max = 6) List<@Size(min = 1, max = 4) List<Boolean>> members) {
    List<String> rowPaths = rows.stream().map(CatalogIndexTest::path).toList();
    List<String> memberPaths = members.stream().map(CatalogIndexTest::path).distinct().toList();
    CatalogMatch match = match(rowPaths, memberPaths);
    assertThat(match.matched() + match.unmatched() + match.ambiguous()).isEqualTo(match.rows());
    assertThat(match.matched() + match.membersWithoutRow()).isEqualTo(memberPaths.size());
    for (String member : memberPaths) {
      List<String> fitting = rowPaths.stream().filter(row -> fits(row, member)).toList();
      int longest = fitting.stream().mapToInt(String::length).max().orElse(0);
      List<String> best = fitting.stream().filter(row -> row.length() == longest).toList();
      boolean isClear =
          best.size() == 1
              && memberPaths.stream().filter(other -> fits(best.get(0), other)).count() == 1;
      assertThat(match.rowOf().containsKey(member)).isEqualTo(isClear);
      if (isClear) {
        assertThat(paths(match)).containsEntry(member, best.get(0));
      }
    }
  }

  private static boolean fits(String row, String member) {
    return member.equals(row) || member.endsWith("/" + row);
  }

  private static String path(List<Boolean> components) {
    List<String> names = new ArrayList<>();
    components.forEach(component -> names.add(component ? "a" : "b"));
    return String.join("/", names);
  }

  private static CatalogMatch match(List<String> rowPaths, List<String> members) {
    List<CsvCatalog.Row> rows = new ArrayList<>();
    for (String path : rowPaths) {
      rows.add(new CsvCatalog.Row(rows.size() + 2, path, Map.of("midi_filename", path)));
    }
    CatalogIndex index =
        new CatalogIndex(new CsvCatalog(List.of("midi_filename"), rows, List.of()));
    members.forEach(index::add);
    return index.match();
  }

  private static Map<String, String> paths(CatalogMatch match) {
    Map<String, String> paths = new HashMap<>();
    match.rowOf().forEach((member, row) -> paths.put(member, row.get("midi_filename")));
    return paths;
  }

  private static void assertCounts(
      CatalogMatch match, long matched, long unmatched, long ambiguous, long membersWithoutRow) {
    assertThat(match.matched()).isEqualTo(matched);
    assertThat(match.unmatched()).isEqualTo(unmatched);
    assertThat(match.ambiguous()).isEqualTo(ambiguous);
    assertThat(match.membersWithoutRow()).isEqualTo(membersWithoutRow);
  }
}
