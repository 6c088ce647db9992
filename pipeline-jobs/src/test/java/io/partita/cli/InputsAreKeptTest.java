package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.midi.MidiWriter;
import io.partita.model.archive.ModelCard;
import io.partita.numpy.Npy;
import io.partita.score.Division;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command writes over what it reads. */
@Tag("spark")
class InputsAreKeptTest {
  @TempDir private Path folder;

  @Test
  void ofMidi() throws IOException {
    Path midi = folder.resolve("song.mid");
    Files.write(
        midi,
        MidiWriter.write(Score.builder(Division.ppq(480)).note(0, 0, 0, 60, 90, 0, 480).build()));
    refused(midi, "render", midi, midi);
    refused(midi, "render", midi, midi.resolveSibling("./song.mid"));
    Path font = Files.writeString(folder.resolve("font.sf2"), "font");
    refused(font, "render", midi, font, "--soundfont", font);
    Path tokens = Files.writeString(folder.resolve("tokens.json"), "[]");
    refused(tokens, "detokenize", tokens, tokens);
  }

  @Test
  void ofAudio() throws IOException {
    Path wav = folder.resolve("clip.wav");
    try (WavWriter writer = WavWriter.create(wav, SampleType.INT16, 22_050, 1)) {
      writer.write(new float[2000], 2000);
    }
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), wav);
    Path hardLink = Files.createLink(folder.resolve("hard.npy"), wav);
    refused(wav, "decode", wav, wav);
    refused(wav, "decode", "file://" + wav, wav);
    refused(wav, "decode", wav, link);
    refused(wav, "inspect", wav, "--waveform", link);
    refused(wav, "inspect", wav, "--mel", hardLink);
    Path npy = folder.resolve("mel.npy");
    Files.write(npy, Npy.of(new float[80], 80, 1).toFloat32());
    refused(npy, "vocode", "--mel", npy, "--out", npy);
    refused(npy, "vocode", "--mel", wav, "--model", npy, "--out", npy);
    refused(wav, "model-decode", npy, "--model", wav, "--out", wav);
    refused(wav, "perturb", wav, "--model", npy, "--noise", 1, "--out", wav);
    refused(wav, "random", "--like", wav, "--model", npy, "--out", wav);
    Path drawn = Files.copy(npy, folder.resolve("z.png"));
    refused(drawn, "model-encode", wav, "--model", drawn, "--out", folder.resolve("z.npz"));
    Path picture = folder.resolve("both.png");
    PartitaRun.of("inspect", wav, "--mel", picture, "--waveform", picture)
        .mistake(Mistake.SAME_FILE)
        .names("--mel", "--waveform", picture);
  }

  @Test
  void ofCodes() throws IOException {
    Path model = folder.resolve("codes");
    ModelCard card = UntrainedModel.writeQuantiser(model);
    Path npy = folder.resolve("mel.npy");
    Files.write(npy, Npy.of(new float[80], 80, 1).toFloat32());
    refused(npy, "encode-codes", npy, "--model", model, "--out", npy);
    Path codes = folder.resolve("codes.npz");
    PartitaRun.of("encode-codes", npy, "--model", model, "--out", codes).exits(0);
    Path link = Files.createSymbolicLink(folder.resolve("link.npy"), codes);
    refused(codes, "decode-codes", codes, "--model", model, "--out", link);
    Path books = model.resolve(card.used().name());
    refused(books, "decode-codes", codes, "--model", model, "--out", books);
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Path frames = Files.createLink(pictures.resolve("codes.png"), npy);
    refused(
        npy,
        "analyze-codes",
        "--model",
        folder.resolve("b.npy"),
        "--input",
        frames,
        "--out",
        pictures);
    refused(npy, "analyze-codes", "--model", npy, "--input", codes, "--out", pictures);
  }

  private static void refused(Path input, Object... command) throws IOException {
    byte[] before = Files.readAllBytes(input);
    PartitaRun.of(command).mistake(Mistake.SAME_FILE);
    assertThat(Files.readAllBytes(input)).isEqualTo(before);
  }
}
