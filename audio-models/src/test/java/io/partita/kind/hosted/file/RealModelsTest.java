package io.partita.kind.hosted.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports of RAVE, EnCodec and HiFi-GAN as PyTorch has written them. */
class RealModelsTest {
  @ParameterizedTest
  @CsvSource({
    "rave_tiny_det_z8, 8, 2048, false, false",
    "rave_tiny_det_z16, 16, 2048, false, false",
    "rave_tiny_stochastic_z8_v1, 8, 2048, false, true",
    "rave_tiny_streaming_z8, 8, 2048, true, false"
  })
  void rave(String name, long latents, long ratio, boolean streaming, boolean stochastic)
      throws IOException, MalformedInputException {
    HostedDescription model = read(name + ".ts");
    assertThat(model.className()).isEqualTo("ScriptedRAVE");
    assertThat(model.sampleRateHz()).hasValue(44_100);
    assertThat(model.sizes()).containsEntry("latent_size", latents);
    assertThat(model.ratio("encode")).contains(new HostedRatio("encode", 1, 1, latents, ratio));
    assertThat(model.ratio("decode")).contains(new HostedRatio("decode", latents, ratio, 1, 1));
    assertThat(model.method("decode").orElseThrow().signature())
        .isEqualTo("decode(z: Tensor, from_forward: bool = False) -> Tensor");
    assertThat(model.streaming()).isEqualTo(streaming);
    assertThat(model.stochastic()).isEqualTo(stochastic);
    assertThat(model.refusals()).isEmpty();
  }

  @Test
  void encodec() throws IOException, MalformedInputException {
    HostedDescription model = read("encodec_tiny_24k.ts");
    assertThat(model.sampleRateHz()).hasValue(24_000);
    assertThat(model.sizes())
        .containsEntry("hop_length", 320L)
        .containsEntry("codebook_size", 1024L);
    assertThat(model.method("encode").orElseThrow().signature())
        .isEqualTo("encode(x: Tensor, bandwidth: float = 12.) -> Tensor");
  }

  @Test
  void hifiGan() throws IOException, MalformedInputException {
    HostedDescription script = read("hifigan_tiny_22k.ts");
    assertThat(script.sampleRateHz()).hasValue(22_050);
    assertThat(script.parameters()).isEqualTo(118_657);
  }

  private static HostedDescription read(String name) throws IOException, MalformedInputException {
    return ModelFile.read(new LocalFile(SharedData.file("data/models/" + name)));
  }
}
