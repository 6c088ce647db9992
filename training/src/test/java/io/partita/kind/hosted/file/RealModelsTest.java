package io.partita.kind.hosted.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports of RAVE, EnCodec, HiFi-GAN and Lyra as PyTorch has written them. */
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
    HostedDescription graph = read("hifigan_tiny_22k.onnx");
    assertThat(script.sampleRateHz()).hasValue(22_050);
    assertThat(graph.inputs().get(0).text()).isEqualTo("float32[1, 80, frames]");
    assertThat(script.parameters()).isEqualTo(118_657);
    assertThat(graph.parameters()).isEqualTo(118_663); // and six constants
  }

  @Test
  void lyra() throws IOException, MalformedInputException {
    HostedDescription encoder = read("lyra_encoder.onnx");
    assertThat(encoder.inputs()).hasSize(15);
    assertThat(encoder.inputs().get(0).text()).isEqualTo("float32[1, 320]");
    assertThat(encoder.outputs()).hasSize(15);
    assertThat(encoder.sha256())
        .isEqualTo("85be59af314cd5d3a49377d6b879fdf343d8497574b32498661c416fd826e99f");
  }

  private static HostedDescription read(String name) throws IOException, MalformedInputException {
    return ModelFile.read(new LocalFile(SharedData.file("data/models/" + name)));
  }
}
