package io.partita.command.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.lake.CrashingFileSystem;
import io.partita.model.archive.FilesBeside;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ModelPublication;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models that replace each other, on a machine that goes down in any change. */
class ModelPublicationTest extends PublishedModelFixture {
  private final Configuration conf = CrashingFileSystem.configuration();

  @BeforeEach
  @AfterEach
  void neverCrash() {
    CrashingFileSystem.neverCrash();
  }

  @Test
  void aReaderFindsAWholeModelBeforeEveryChange() throws IOException {
    publishThere("to", "one");
    publishThere("to", "two");
    ModelFolder to = there("to");
    ModelCard read = to.card();
    TreeMap<String, Integer> seen = new TreeMap<>();
    CrashingFileSystem.beforeEachChange(
        () -> {
          seen.merge(wholeModel("to"), 1, Integer::sum);
          assertThat(wholeModel("to/previous")).isIn("one", "two");
          to.verify(read); // of who had the old card only
        });

    publishThere("to", "three");

    assertThat(seen).containsOnlyKeys("two", "three");
    assertThat(wholeModel("to")).isEqualTo("three");
    assertThat(wholeModel("to/previous")).isEqualTo("two");
  }

  @InTurn
  @Test
  void aCrashInAnyChangeLosesNothingAndTheNextRunGetsThrough() throws IOException {
    int change = 1;
    for (boolean isDone = false; !isDone; change++) {
      String to = "to" + change;
      publishThere(to, "one");
      publishThere(to, "two");
      isDone = isPublished(to, "three", change);
      String live = wholeModel(to);
      assertThat(live).isIn("two", "three");
      assertThat(wholeModel(to + "/previous"))
          .isIn(live.equals("two") ? List.of("one") : List.of("one", "two"));

      // The same run again, or another one: of the live version, which must be left as it is.
      String next = change % 3 == 0 ? "two" : "three";
      publishThere(to, next);

      String before = live.equals(next) ? (next.equals("two") ? "one" : "two") : live;
      assertPublished(to, next, before);
    }
    assertThat(change).isGreaterThan(20);
  }

  @Test
  void aCrashInAnyChangeOfTheFirstPublicationLeavesAllOrNothing() throws IOException {
    int change = 1;
    for (boolean isDone = false; !isDone; change++) {
      String to = "to" + change;
      isDone = isPublished(to, "one", change);
      if (there(to).exists()) {
        assertThat(wholeModel(to)).isEqualTo("one");
      }
      publishThere(to, "one");
      assertPublished(to, "one", null);
    }
    assertThat(change).isGreaterThan(5);
  }

  @Test
  void crashesWhileAnotherOneIsMadeUpForLoseNothingEither() throws IOException {
    for (int first = 1; first <= 24; first += 6) {
      for (int second = 1; second <= 16; second += 4) {
        String to = "to" + first + "-" + second;
        publishThere(to, "one");
        publishThere(to, "two");
        for (int change : new int[] {first, second}) {
          boolean isDone = isPublished(to, "three", change);
          String live = wholeModel(to);
          assertThat(live).isIn(isDone ? List.of("three") : List.of("two", "three"));
          assertThat(wholeModel(to + "/previous"))
              .isIn(live.equals("two") ? List.of("one") : List.of("one", "two"));
        }
        publishThere(to, "three");
        assertPublished(to, "three", "two");
      }
    }
  }

  @Test
  void theBestIsKeptWhenAWorseOneTakesItsPlace() throws IOException {
    publishThere("to", "one");
    publishThere("to", "two", false);
    assertThat(best("to")).isEqualTo("one");
    assertThat(beside("to/best")).isEqualTo(besideOf("one"));

    publishThere("to", "three", false);
    assertPublished("to", "three", "two");
    assertThat(best("to")).as("the best of three, two versions later").isEqualTo("one");

    publishThere("to", "two");
    assertThat(best("to")).as("a better one than the best so far").isEqualTo("two");
    assertThat(files("to")).doesNotContain("best");
  }

  @Test
  void whoGoesBackToTheBestHasNoOtherBestOne() throws IOException {
    publishThere("to", "one");
    publishThere("to", "two", false);

    publishThere("to", "to/previous", "one", false);

    assertPublished("to", "one", "two");
    assertThat(best("to")).isEqualTo("one");
    assertThat(files("to")).doesNotContain("best");
    publishThere("to", "to/previous", "two", false);
    assertPublished("to", "two", "one");
    assertThat(best("to")).isEqualTo("one");
  }

  @Test
  void aPublishedModelCanBeFoundToBeTheBestLater() throws IOException {
    publishThere("to", "one");
    publishThere("to", "two", false);

    publishThere("to", "two", true);

    assertPublished("to", "two", "one");
    assertThat(best("to")).isEqualTo("two");
    assertThat(files("to")).doesNotContain("best");
  }

  @Test
  void theBestIsThereThoughThePublishedModelIsNot() throws IOException {
    publishThere("to", "one");
    publishThere("to", "two", false);
    Files.delete(folder.resolve("to/model.json"));

    assertThat(best("to")).isEqualTo("one");
    publishThere("to", "three", false);
    assertThat(best("to")).isEqualTo("one");
  }

  @Test
  void aReaderFindsTheBestBeforeEveryChange() throws IOException {
    publishThere("to", "one");
    TreeMap<String, Integer> seen = new TreeMap<>();
    CrashingFileSystem.beforeEachChange(() -> seen.merge(best("to"), 1, Integer::sum));

    publishThere("to", "two", false);

    assertThat(seen).containsOnlyKeys("one");
    CrashingFileSystem.beforeEachChange(
        () -> assertThat(best("to")).isEqualTo(wholeModel("to").equals("two") ? "one" : "three"));

    publishThere("to", "three");
  }

  @InTurn
  @Test
  void aCrashInAnyChangeDoesNotLoseTheBestToAWorseOne() throws IOException {
    int change = 1;
    for (boolean isDone = false; !isDone; change++) {
      String to = "to" + change;
      publishThere(to, "one");
      publishThere(to, "two");
      isDone = isPublished(to, "three", false, change);
      assertThat(best(to)).as("the best after a crash in change %d", change).isEqualTo("two");

      String next = change % 2 == 0 ? "one" : "three";
      publishThere(to, next, false);

      assertThat(wholeModel(to)).isEqualTo(next);
      assertThat(best(to)).isEqualTo("two");
      assertThat(wholeModel(to + "/best")).isEqualTo("two");
      assertThat(beside(to + "/best")).isEqualTo(besideOf("two"));
    }
    assertThat(change).isGreaterThan(25);
  }

  @Tag("full")
  @Test
  void aCrashInAnyChangeLeavesTheOldBestOrTheBetterOne() throws IOException {
    int change = 1;
    for (boolean isDone = false; !isDone; change++) {
      String to = "to" + change;
      publishThere(to, "one");
      publishThere(to, "two", false);
      isDone = isPublished(to, "three", true, change);
      String live = wholeModel(to);
      assertThat(best(to))
          .as("the best after a crash in change %d, with %s live", change, live)
          .isEqualTo(live.equals("two") ? "one" : "three");

      if (change % 2 == 0) { // the same run again
        publishThere(to, "three");
        assertPublished(to, "three", "two");
        assertThat(files(to)).doesNotContain("best");
      } else { // another one, of the version before
        publishThere(to, "two", false);
        assertThat(wholeModel(to)).isEqualTo("two");
        assertThat(best(to)).isEqualTo(live.equals("two") ? "one" : "three");
        assertThat(wholeModel(to + "/best")).isEqualTo(best(to));
      }
    }
    assertThat(change).isGreaterThan(25);
  }

  @Test
  void aReaderOfTheBestReadsTheBetterOneThatTakesItsPlace() throws IOException {
    publishThere("to", "one");
    publishThere("to", "two", false);
    List<String> seen = new ArrayList<>();

    String read =
        new ModelPublication(there("to"))
            .readBest(
                found -> {
                  seen.add(found.name());
                  if (seen.size() == 1) {
                    publishThere("to", "three");
                  }
                  return found.card().network().sha256();
                });

    assertThat(seen).containsExactly(there("to").name() + "/best", there("to").name());
    assertThat(read).isEqualTo(three.network().sha256());
  }

  /** The best that a reader finds, hashes checked. */
  private String best(String to) throws IOException {
    return named(new ModelPublication(there(to)).best());
  }

  /** What is there is all that there should be, beside card and networks too. */
  private void assertPublished(String to, String live, String before) throws IOException {
    assertThat(wholeModel(to)).isEqualTo(live);
    assertThat(beside(to)).isEqualTo(besideOf(live));
    assertThat(files(to)).doesNotContain("_before");
    if (before != null) {
      assertThat(wholeModel(to + "/previous")).isEqualTo(before);
      assertThat(beside(to + "/previous")).isEqualTo(besideOf(before));
    } else {
      assertThat(files(to)).doesNotContain("previous");
    }
  }

  private boolean isPublished(String to, String model, int crashInChange) throws IOException {
    return isPublished(to, model, true, crashInChange);
  }

  private boolean isPublished(String to, String model, boolean isBest, int crashInChange)
      throws IOException {
    CrashingFileSystem.crashInChange(crashInChange);
    try {
      publishThere(to, model, isBest);
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessage("The machine went down in change " + crashInChange);
      return false;
    } finally {
      CrashingFileSystem.neverCrash();
    }
  }

  private void publishThere(String to, String model) throws IOException {
    publishThere(to, model, true);
  }

  private void publishThere(String to, String model, boolean isBest) throws IOException {
    publishThere(to, model, model, isBest);
  }

  /**
   * @param path of the archive
   * @param model which one lies there
   */
  private void publishThere(String to, String path, String model, boolean isBest)
      throws IOException {
    ModelFolder from = ModelFolder.at(folder.resolve(path).toString(), conf);
    Map<String, byte[]> beside = new TreeMap<>();
    besideOf(model).forEach((file, text) -> beside.put(file, text.getBytes(UTF_8)));
    new ModelPublication(there(to)).publish(from, from.card(), beside, isBest);
  }

  /** Each model comes with other files. */
  private static Map<String, String> besideOf(String model) {
    Map<String, String> beside = new TreeMap<>();
    for (String file :
        switch (model) {
          case "one" -> List.of("metrics.jsonl", "evaluation.json");
          case "two" -> List.of("evaluation.json", "published.json");
          default -> List.of("metrics.jsonl", "curves.png");
        }) {
      beside.put(file, model);
    }
    return beside;
  }

  private Map<String, String> beside(String to) throws IOException {
    Map<String, String> beside = new TreeMap<>();
    new FilesBeside(there(to))
        .read()
        .forEach((file, bytes) -> beside.put(file, new String(bytes, UTF_8)));
    return beside;
  }

  /** The model that a reader finds, hashes checked. */
  private String wholeModel(String to) throws IOException {
    return named(there(to));
  }

  private String named(ModelFolder found) throws IOException {
    ModelCard card = found.card();
    found.verify(card);
    return Map.of(
            one.network().sha256(), "one",
            two.network().sha256(), "two",
            three.network().sha256(), "three")
        .get(card.network().sha256());
  }

  private ModelFolder there(String to) throws IOException {
    return ModelFolder.at(CrashingFileSystem.SCHEME + ":" + folder.resolve(to), conf);
  }
}
