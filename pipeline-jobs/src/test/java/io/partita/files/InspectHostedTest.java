package io.partita.files;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.PartitaRun;
import io.partita.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models trained elsewhere, looked into by the command. */
@Tag("spark")
class InspectHostedTest {
  /** A graph {@code g} of one node {@code Erf} of the domain {@code x.y}. */
  private static final String SMALL_ONNX = "08083a0f0a0a22034572663a03782e79120167";

  @TempDir private Path folder;

  @Test
  void aGraphIsShownWithWhatItNeeds() throws IOException {
    Path model = folder.resolve("small.onnx");
    Files.write(model, HexFormat.of().parseHex(SMALL_ONNX));

    JsonNode shown = PartitaRun.of("inspect", "--json", model).json();

    assertThat(shown.path("format").asText()).isEqualTo("ONNX");
    assertThat(shown.path("class").asText()).isEqualTo("g");
    assertThat(shown.path("operators").path("x.y::Erf").asInt()).isEqualTo(1);
    assertThat(shown.path("needs")).hasSize(2);
    assertThat(shown.path("needs").toString()).is(naming("ONNX Runtime", "x.y"));
    assertThat(PartitaRun.of("inspect", model).exits(0).outLines())
        .haveAtLeastOne(naming("needs", "ONNX Runtime", "x.y"))
        .contains("  x.y::Erf  1");
  }

  /** What docs/hosted-models.md says of names. */
  @ParameterizedTest
  @CsvSource({
    "small.onnx, ONNX",
    "small.ts, ONNX",
    "small.bin, ONNX",
    "small, ONNX",
    "zip.onnx, CUT_ZIP",
    "zip.ts, CUT_ZIP",
    "zip.bin, NOT_MIDI",
    "small.mid, NOT_MIDI",
  })
  void aNameMakesAModelOfAFileAndItsFirstBytesTheFormat(String name, String shown)
      throws IOException {
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0};
    Path file = folder.resolve(name);
    Files.write(file, name.startsWith("zip") ? zip : HexFormat.of().parseHex(SMALL_ONNX));

    JsonNode described = PartitaRun.of("inspect", "--json", file).json();

    assertThat(described.path(shown.equals("ONNX") ? "format" : "fault").asText()).isEqualTo(shown);
  }

  @Test
  void aPointerInThePlaceOfAModelIsAnAnswer() throws IOException {
    Path model =
        Files.writeString(
            folder.resolve("rave.ts"), "version https://git-lfs.github.com/spec/v1\n");

    JsonNode shown = PartitaRun.of("inspect", "--json", model).json();

    assertThat(shown.path("status").asText()).isEqualTo("rejected");
    assertThat(shown.path("fault").asText()).isEqualTo("LFS_POINTER");
    assertThat(shown.path("detail").asText()).is(naming("Git LFS", "git lfs pull"));
  }

  @Test
  void aRealExportIsShown() {
    Path model = SharedData.file("data/models/rave_tiny_streaming_z8.ts");

    assertThat(PartitaRun.of("inspect", model).exits(0).outLines())
        .contains(
            "class                      ScriptedRAVE",
            "sample_rate_hz             44100",
            "streaming                  true",
            "  encode   1            1         8             2048",
            "  encode(x: Tensor) -> Tensor");
  }
}
