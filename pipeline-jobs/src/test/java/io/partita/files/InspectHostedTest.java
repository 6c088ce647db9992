package io.partita.files;

import static io.partita.Naming.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models trained elsewhere, looked into by the command. */
@Tag("spark")
class InspectHostedTest {
  private static final String POINTER = "version https://git-lfs.github.com/spec/v1\n";

  @TempDir private Path folder;

  /** A file of ONNX begins so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect --json {}",
        "encode clip.wav --model {} --out {}.npz",
        "decode --model {} --lake lake --dataset a --track 2 --out {}.wav",
        "decode codes.npz --model {} --out {}.wav",
        "model analyze clip.wav --model {}",
        "decode {} --model {} --out {}.wav",
        "generate --model {} --seconds 1 --out {}.wav",
      })
  void anotherFormatIsRefusedWithThoseThatAreRead(String command) throws IOException {
    Path model = Files.write(folder.resolve("small.onnx"), new byte[] {8, 8, 0x3a, 0});

    Object[] words = command.replace("{}", model.toString()).split(" ", -1);
    PartitaRun.of(words)
        .mistake(Mistake.UNSUPPORTED_FILE)
        .names(model, "ONNX", "TorchScript", ".ts", ".safetensors");
  }

  /** What docs/hosted-models.md says of names. */
  @ParameterizedTest
  @CsvSource({
    "pointer.ts, LFS_POINTER",
    "pointer.bin, LFS_POINTER",
    "pointer, LFS_POINTER",
    "pointer.mid, NOT_MIDI",
    "zip.ts, CUT_ZIP",
    "zip.bin, NOT_MIDI",
  })
  void aNameMakesAModelOfAFileAndItsFirstBytesTheFormat(String name, String shown)
      throws IOException {
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0};
    Path file = folder.resolve(name);
    Files.write(file, name.startsWith("zip") ? zip : POINTER.getBytes(UTF_8));

    JsonNode described = PartitaRun.of("inspect", "--json", file).json();

    assertThat(described.path("fault").asText()).isEqualTo(shown);
  }

  @Test
  void aPointerInThePlaceOfAModelIsAnAnswer() throws IOException {
    Path model = Files.writeString(folder.resolve("rave.ts"), POINTER);

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
            "needs                      PyTorch",
            "  encode   1            1         8             2048",
            "  encode(x: Tensor) -> Tensor");
  }
}
