package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The XML of scores comes from where they were read, and says which bar sounds when. */
class WrittenScoreTest {
  @TempDir private Path folder;
  private StudioClient studio;

  @BeforeEach
  void start() throws Exception {
    SmallLake lake = SmallLake.in(folder);
    SmallScores.add(lake, folder);
    studio = new StudioClient(lake);
  }

  @AfterEach
  void stop() throws Exception {
    studio.close();
  }

  private HttpResponse<byte[]> answer(String title) throws Exception {
    return studio.bytes("/items/" + SmallScores.id(studio, title) + "/musicxml");
  }

  private JsonNode score(String title) throws Exception {
    return studio.get("/items/" + SmallScores.id(studio, title) + "/musicxml");
  }

  private String error(String title) throws Exception {
    HttpResponse<byte[]> answer = answer(title);
    assertThat(answer.statusCode()).isEqualTo(404);
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void aFolderAZipAndATarHaveIt() throws Exception {
    assertThat(score(SmallScores.FOLDER).path("xml").asText()).isEqualTo(SmallScores.xml("D"));
    assertThat(score(SmallScores.ZIP).path("xml").asText()).isEqualTo(SmallScores.xml("G"));
    assertThat(score(SmallScores.TAR).path("xml").asText()).isEqualTo(SmallScores.xml("A"));
  }

  @Test
  void repeatedBarsComeTwice() throws Exception {
    List<String> measures = new ArrayList<>();
    score(SmallScores.FOLDER).path("measures").forEach(measure -> measures.add(measure.toString()));

    assertThat(measures)
        .hasSize(SmallScores.BARS + 2)
        .startsWith("[0.0,0]", "[2.0,1]", "[4.0,0]", "[6.0,1]", "[8.0,2]", "[10.0,3]");
  }

  @Test
  void aSourceThatIsGoneOrChangedSaysWhereItWas() throws Exception {
    assertThat(error(SmallScores.AWAY)).contains("written/away.xml", "there is no such file");
    Files.writeString(folder.resolve("written/minuet.musicxml"), SmallScores.xml("C"));
    assertThat(error(SmallScores.FOLDER)).contains("written/minuet.musicxml", "has changed");
    Files.delete(folder.resolve("packed.zip"));
    assertThat(error(SmallScores.ZIP)).contains(folder.resolve("packed.zip").toString());
  }

  @Test
  void onlyScoresOfMusicXmlHaveIt() throws Exception {
    String id = SmallScores.id(studio, SmallScores.FOLDER);
    assertThat(studio.get("/items/" + id).path("has").toString()).contains("\"musicxml\"");
    for (int file : new int[] {0, 1}) {
      assertThat(studio.get("/items/" + SmallLake.id(file)).path("has").toString())
          .doesNotContain("musicxml");
      assertThat(studio.bytes("/items/" + SmallLake.id(file) + "/musicxml").statusCode())
          .isEqualTo(404);
    }
  }
}
