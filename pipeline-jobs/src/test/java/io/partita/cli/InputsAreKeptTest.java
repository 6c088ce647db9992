package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedData;
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
    Path wav = Files.createLink(folder.resolve("song.wav"), midi);
    refused(midi, "convert", midi, wav);
    refused(midi, "convert", midi, wav.resolveSibling("./song.wav"));
    Path font = Files.writeString(folder.resolve("font.wav"), "font");
    refused(font, "convert", midi, font, "--soundfont", font);
    Path tokens = Files.writeString(folder.resolve("tokens.json"), "[]");
    Path again = Files.createSymbolicLink(folder.resolve("again.mid"), tokens);
    refused(tokens, "convert", tokens, again);
  }

  @Test
  void ofLatents() throws IOException {
    Path rave = SharedData.file("data/models/rave_tiny_det_z8.ts");
    Path wav = Files.writeString(folder.resolve("clip.wav"), "sound");
    refused(wav, "decode", wav, "--model", rave, "--noise", 1, "--out", wav);
    refused(wav, "generate", "--like", wav, "--model", rave, "--out", wav);
    Path drawn = Files.writeString(folder.resolve("z.png"), "sound");
    refused(drawn, "encode", drawn, "--model", rave, "--out", folder.resolve("z.npz"));
  }

  @Test
  void ofAudio() throws IOException {
    Path wav = folder.resolve("clip.wav");
    try (WavWriter writer = WavWriter.create(wav, SampleType.INT16, 22_050, 1)) {
      writer.write(new float[2000], 2000);
    }
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), wav);
    Path hardLink = Files.createLink(folder.resolve("hard.npy"), wav);
    refused(wav, "convert", wav, wav);
    refused(wav, "convert", "file://" + wav, wav);
    refused(wav, "inspect", wav, "--waveform", link);
    refused(wav, "inspect", wav, "--mel", hardLink);
    Path npy = folder.resolve("mel.npy");
    Files.write(npy, Npy.of(new float[80], 80, 1).toFloat32());
    Path made = Files.createLink(folder.resolve("mel.wav"), npy);
    refused(npy, "convert", npy, made);
    refused(wav, "convert", npy, wav, "--model", wav);
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
    refused(npy, "encode", npy, "--model", model, "--out", npy);
    Path codes = folder.resolve("codes.npz");
    PartitaRun.of("encode", npy, "--model", model, "--out", codes).exits(0);
    Path link = Files.createSymbolicLink(folder.resolve("link.npy"), codes);
    refused(codes, "decode", codes, "--model", model, "--out", link);
    Path books = model.resolve(card.used().name());
    refused(books, "decode", codes, "--model", model, "--out", books);
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Path frames = Files.createLink(pictures.resolve("codes.png"), npy);
    refused(
        npy,
        "model-analyze",
        "--model",
        folder.resolve("b.npy"),
        "--input",
        frames,
        "--out",
        pictures);
    refused(npy, "model-analyze", "--model", npy, "--input", codes, "--out", pictures);
  }

  private static void refused(Path input, Object... command) throws IOException {
    byte[] before = Files.readAllBytes(input);
    PartitaRun.of(command).mistake(Mistake.SAME_FILE);
    assertThat(Files.readAllBytes(input)).isEqualTo(before);
  }
}
