package io.partita.command.publish;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ModelPublication;
import io.partita.model.evaluate.EvaluateOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Which of the published models is the best, what it is held to, and what is said of it once. */
@Tag("spark")
class BestModelTest extends PublishedModelFixture {
  /** A figure that is better than .5 by a share, or worse where it is below 0. */
  private static double better(double share) {
    return 0.5 * (MusicVaeKind.KIND.measures().get(0).isLowerBetter() ? 1 - share : 1 + share);
  }

  @Test
  void theBestIsWhatAnEvaluationSaysAgainstTheBestSoFar() throws IOException {
    publish("one").exits(0);
    Path worse = evaluation("e2.json", two, "validation", better(-0.01), figures(one, 0.5));
    assertEach(
        publish("two", "--evaluation", worse).exits(0).outLines(),
        naming(folder.resolve("two"), folder.resolve("to")),
        naming(folder.resolve("to/best")));
    assertThat(live("to/best").network()).isEqualTo(one.network());

    Path better = evaluation("e3.json", three, "validation", better(0.01), figures(two, 0.5));
    JsonNode answer = publish("three", "--evaluation", better, "--json").json();
    assertThat(answer.path("best").asText())
        .as("better than the last, which is not the best")
        .isEqualTo(folder.resolve("to/best").toString());
    better = evaluation("e3.json", three, "validation", 0.5, figures(one, 0.5));
    answer = publish("three", "--evaluation", better, "--json").json();

    assertThat(answer.path("published").asBoolean()).isFalse();
    assertThat(answer.path("best").asText()).isEqualTo(folder.resolve("to").toString());
    assertThat(folder.resolve("to/best")).doesNotExist();
    assertThat(live("to").network()).isEqualTo(three.network());
    assertThat(publish("one", "--evaluation", evaluation("e1.json", one)).exits(0).outLines())
        .as("an evaluation that compares with none")
        .hasSize(2);
    assertThat(live("to/best").network()).isEqualTo(three.network());
  }

  @Test
  void aModelIsMeasuredAgainstTheBestThatWasPublished() throws IOException {
    publish("one").exits(0);
    publish("two").exits(0);
    EvaluateOptions options = new EvaluateOptions();
    new CommandLine(options)
        .parseArgs("--model", "m", "--lake", "l", "--against", folder.resolve("to").toString());

    assertThat(options.against(new Configuration()))
        .hasValueSatisfying(
            best -> {
              assertThat(best.card().network()).isEqualTo(one.network());
              assertThat(best.folder().name()).isEqualTo(folder.resolve("to/best").toString());
            });
  }

  @Test
  void theTestSplitIsReportedOnce() throws IOException {
    Path test = evaluation("t.json", one, "test", 0.5, null);
    Path again = evaluation("again.json", one, "test", 0.6, null);
    publish("one").exits(0);

    publish("one", "--test", test).exits(0);
    publish("one", "--test", again).exits(0);

    assertThat(folder.resolve("to/test.json")).hasSameBinaryContentAs(test);
    publish("two").exits(0);
    assertThat(folder.resolve("to/test.json")).doesNotExist();
    publish("to/previous", "--test", again).exits(0);
    assertThat(folder.resolve("to/test.json")).hasSameBinaryContentAs(test);
    Files.writeString(folder.resolve("two/test.json"), Files.readString(test));
    publish("two").exits(0);
    assertThat(folder.resolve("to/test.json")).as("of another network").doesNotExist();
    publish("three", "--test", evaluation("t3.json", three, "test", 0.7, null)).exits(0);
    assertThat(folder.resolve("to/test.json")).exists();
    String measure = MusicVaeKind.KIND.measures().get(0).figure();
    assertThat(PartitaRun.of("model-show", folder.resolve("to")).exits(0).out())
        .containsPattern("  " + measure + " +0\\.7000\\R");
    assertThat(
            PartitaRun.of("model-show", folder.resolve("to"), "--json")
                .json()
                .path("test")
                .path(measure)
                .asDouble())
        .isEqualTo(0.7);
  }

  @Test
  void evaluationsOfOtherSplitsAreMistakes() throws IOException {
    Path validation = evaluation("v.json", one);
    Path test = evaluation("t.json", one, "test", 0.5, null);
    Path ofTwo = evaluation("t2.json", two, "test", 0.5, null);

    publish("one", "--test", validation)
        .mistake(Mistake.MISMATCH)
        .names(validation, "validation", "--split", "--test");
    publish("one", "--test", ofTwo).mistake(Mistake.MISMATCH).names(ofTwo, folder.resolve("one"));
    publish("one", "--evaluation", test).mistake(Mistake.MISMATCH).names(test, "test", "--split");
    publish("one", "--test", folder).mistake(Mistake.BAD_PATH).names("--test", folder);
    assertThat(folder.resolve("to")).doesNotExist();
  }

  /** Each model is 1.9 % worse than the one before, and the gate allows 2 %. */
  @Test
  void ofTenModelsThatGetWorseTheSecondFailsAndAllAfterIt() throws IOException {
    publish("one").exits(0);
    Map<String, Double> figures = new TreeMap<>(Map.of(one.network().sha256(), 0.5));
    List<Integer> exitCodes = new ArrayList<>();
    for (int version = 1; version <= 10; version++) {
      String model = "version" + version;
      ModelCard card = UntrainedModel.write(drums(10 + version), folder.resolve(model));
      double figure = 0.5;
      for (int step = 0; step < version; step++) {
        figure = figure * better(-0.019) / 0.5;
      }
      figures.put(card.network().sha256(), figure);
      ModelCard against =
          new ModelPublication(ModelFolder.at(folder.resolve("to").toString(), new Configuration()))
              .best()
              .card();
      Path evaluation =
          evaluation(
              "e.json",
              card,
              "validation",
              figure,
              figures(against, figures.get(against.network().sha256())));

      PartitaRun check = PartitaRun.of("model-check", "--evaluation", evaluation);
      exitCodes.add(check.exitCode());
      if (check.exitCode() == 0) {
        publish(model, "--evaluation", evaluation).exits(0);
      }
    }

    assertThat(exitCodes).containsExactly(0, 3, 3, 3, 3, 3, 3, 3, 3, 3);
    assertThat(live("to/best").network()).isEqualTo(one.network());
  }
}
