package io.partita.command.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.UntrainedModel;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.hosted.HostEngine;
import io.partita.kind.hosted.latent.RecordingLatents;
import io.partita.kind.note.NoteLstm;
import io.partita.numpy.Npy;
import io.partita.numpy.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One verb for models of all sorts: folders of those trained here, files of others. */
@Tag("spark")
class AnyModelTest {
  @TempDir private Path folder;
  private Path mel;
  private Path codes;

  @BeforeEach
  void makeInputs() throws IOException {
    codes = folder.resolve("codes");
    UntrainedModel.writeQuantiser(codes);
    UntrainedModel.write(NoteLstm.ofVocabulary(4), folder.resolve("notes"));
    mel = Files.write(folder.resolve("mel.npy"), Npy.of(new float[80], 80, 1).toFloat32());
    try (WavWriter wav =
        WavWriter.create(folder.resolve("clip.wav"), SampleType.INT16, 44_100, 1)) {
      wav.write(new float[1][5000], 5000);
    }
  }

  private static Path foreign(String name) {
    return SharedData.file("data/models/" + name);
  }

  private PartitaRun run(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.strip().split(" ")) {
      words.add(
          word.replace("RAVE", foreign("rave_tiny_det_z8.ts").toString())
              .replace("ENCODEC", foreign("encodec_tiny_24k.ts").toString())
              .replace("VOCODER", foreign("hifigan_tiny_22k.ts").toString())
              .replaceFirst("^DIR", folder.toString()));
    }
    return PartitaRun.of(words.toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model evaluate --lake DIR/lake --model RAVE | rave_tiny_det_z8.ts MusicVAE quantiser",
        "reconstruct DIR/mel.npy --model RAVE --out DIR/out | rave_tiny_det_z8.ts MusicVAE",
        "interpolate DIR/a DIR/b --model ENCODEC --out DIR/out | encodec_tiny_24k.ts MusicVAE",
        "find similar DIR/mel.npy --lake DIR/lake --model RAVE | rave_tiny_det_z8.ts MusicVAE",
        "generate --model ENCODEC --out DIR/out | encodec_tiny_24k.ts MusicVAE latent model",
        "generate --model DIR/codes --out DIR/out | codes rvq train musicvae latent model",
        "encode --model VOCODER --lake DIR/lake | hifigan_tiny_22k.ts quantiser codec latent",
        "decode DIR/z.npz --model VOCODER --out DIR/x.wav | hifigan_tiny_22k.ts quantiser",
        "encode --model DIR/notes --lake DIR/lake | notes note-lstm musicvae cvae rvq codec",
        "decode DIR/z.npz --model DIR/notes --out DIR/x.wav | notes note-lstm rvq codec",
      })
  void aModelThatCannotIsToldWhichCan(String line, String names) {
    run(line).mistake(Mistake.WRONG_MODEL).names((Object[]) names.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "encode DIR/mel.npy --model DIR/codes --out DIR/x --bandwidth 6 | options_exclude"
            + " --bandwidth",
        "encode DIR/mel.npy --model DIR/codes --out DIR/x --seed 6 | options_exclude --seed",
        "encode DIR/clip.wav --model ENCODEC --out DIR/x.npz --stages 1 | options_exclude --stages",
        "encode DIR/clip.wav --model RAVE --out DIR/x.npz --stages 1 | options_exclude --stages",
        "encode --model DIR/codes | missing_option --lake",
        "encode --model RAVE --lake DIR/lake | missing_option --lake --dataset",
        "encode --model ENCODEC --lake DIR/lake | missing_option --lake --dataset",
        "encode DIR/none --model builtin:drums --out DIR/x | unsupported_file .npz",
        "encode DIR/none --model builtin:drums --out DIR/x.npz | no_such_file none",
        "encode --model builtin:drums | missing_option --lake",
        "decode DIR/mel.npy --model builtin:drums --out DIR/x.wav | unsupported_file .mid",
        "decode DIR/mel.npy --model builtin:drums --out DIR/x.mid | malformed_file mel.npy",
        "decode --model builtin:drums --lake DIR/l --out DIR/x.mid | missing_option IN",
        "decode DIR/c.npz --model DIR/codes --out DIR/x.npy --noise 1 | options_exclude"
            + " --noise",
        "decode DIR/z.npz --model RAVE --out DIR/x.wav --stages 1 | options_exclude --stages",
        "decode DIR/z.npz --model RAVE --out DIR/x.wav --dims 1 | missing_option --dims"
            + " --noise",
        "decode DIR/z.npz --model RAVE --out DIR/x.npz | unsupported_file x.npz",
        "decode --model DIR/codes --out DIR/x.npy | missing_option --lake --track",
        "generate --model RAVE --out DIR/x.wav | missing_option --seconds --like",
        "generate --model RAVE --out DIR/x.wav --seconds 1 --like a | options_exclude --seconds"
            + " --like",
        "generate --model RAVE --out DIR/x.wav --seconds 1 --count 2 | options_exclude --count",
        "generate --model RAVE --out DIR/x.wav --seconds 1 --top-k 2 | options_exclude --top-k",
        "generate --model RAVE --out DIR/x.wav --seconds 1801 | bad_option --seconds 1801.0",
        "generate --model builtin:drums --out DIR/x --seconds 1 | options_exclude --seconds",
        "generate --model builtin:drums --out DIR/x --like a | options_exclude --like",
        "generate --model builtin:songs --out DIR/x --seconds 0 | bad_option --seconds 0.0",
      })
  void optionsAreThoseOfTheModel(String line, String message) {
    run(line).mistake(message);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void codesOfAFileAreWrittenAndDecoded() {
    Path npz = folder.resolve("codes.npz");
    PartitaRun encoded = PartitaRun.of("encode", mel, "--model", codes, "--out", npz, "--json");
    assertThat(encoded.json().fieldNames())
        .toIterable()
        .containsExactly("file", "stages", "frames", "codebooks_sha256");

    Path back = folder.resolve("back.npy");
    PartitaRun decoded = PartitaRun.of("decode", npz, "--model", codes, "--out", back, "--json");
    assertThat(decoded.json().path("frames").asInt()).isEqualTo(1);
  }

  @InTurn
  @Test
  void vectorsOfAFileDecode() throws Exception {
    UntrainedModel.write(Cvae.named("mel-conv-tiny"), folder.resolve("sounds"));
    try (WavWriter wav =
        WavWriter.create(folder.resolve("long.wav"), SampleType.INT16, 22_050, 1)) {
      float[] samples = new float[3 * 22_050];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) (0.3 * Math.sin(i * 0.05));
      }
      wav.write(new float[][] {samples}, samples.length);
    }
    run("generate --model builtin:drums --out DIR/loops").exits(0);
    Files.move(folder.resolve("loops/drums-s1-01.mid"), folder.resolve("beat.mid"));

    JsonNode drums = run("encode DIR/beat.mid --model builtin:drums --out DIR/d.npz --json").json();
    JsonNode sounds = run("encode DIR/long.wav --model DIR/sounds --out DIR/s.npz --json").json();
    run("decode DIR/d.npz --model builtin:drums --out DIR/d.mid").exits(0);
    run("decode DIR/s.npz --model DIR/sounds --out DIR/s.wav").exits(0);
    run("reconstruct DIR/beat.mid --model builtin:drums --out DIR/again").exits(0);

    assertThat(drums.path("vectors").asInt()).isEqualTo(1);
    assertThat(folder.resolve("d.mid"))
        .hasSameBinaryContentAs(folder.resolve("again/beat-reconstruction.mid"));
    Npz file = Npz.read(Files.readAllBytes(folder.resolve("s.npz")));
    int[] shape = {sounds.path("vectors").asInt(), sounds.path("dimensions").asInt()};
    assertThat(file.floats("mu").shape()).isEqualTo(shape);
    assertThat(file.floats("sigma").shape()).isEqualTo(shape);
    assertThat(shape[0]).isGreaterThan(1);
    assertThat(folder.resolve("s.wav")).isNotEmptyFile();
    run("decode DIR/s.npz --model builtin:drums --out DIR/x.mid")
        .mistake(Mistake.MISMATCH)
        .names("s.npz", "builtin:drums");
  }

  @InTurn
  @Test
  void latentsAreEncodedDecodedAndGenerated() throws Exception {
    assumeTrue(HostEngine.provider().isPresent(), "PyTorch is not here");
    run("encode DIR/clip.wav --model RAVE --out DIR/a.npz").exits(0);
    run("decode DIR/clip.wav --model RAVE --out DIR/a.wav --noise 0.5 --seed 3").exits(0);
    run("decode DIR/a.npz --model RAVE --out DIR/c.wav").exits(0);
    run("generate --model RAVE --seconds 0.5 --seed 3 --out DIR/e.npz").exits(0);
    run("encode DIR/clip.wav --model ENCODEC --out DIR/a.ecdc").exits(0);
    run("decode DIR/a.ecdc --model ENCODEC --out DIR/g.wav").exits(0);

    for (String made : List.of("a.npz", "a.wav", "c.wav", "e.npz", "a.ecdc", "g.wav")) {
      assertThat(folder.resolve(made)).isNotEmptyFile();
    }
    assertThat(RecordingLatents.read(Files.readAllBytes(folder.resolve("e.npz"))).values())
        .hasDimensions(8, 11);
  }
}
