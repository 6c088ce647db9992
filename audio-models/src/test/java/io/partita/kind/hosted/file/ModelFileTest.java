package io.partita.kind.hosted.file;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.TextAssert.assertThatText;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.FaultAssert;
import io.partita.MalformedInputException;
import io.partita.archive.BytesFile;
import io.partita.kind.hosted.file.PickleWriter.Weights;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelFileTest {
  @Test
  void saysWhatATorchScriptHolds() throws IOException, MalformedInputException {
    HostedDescription model = read(new ScriptFixture().bytes());
    assertThat(model.format()).isEqualTo(HostedFormat.TORCHSCRIPT);
    assertThat(model.className()).isEqualTo("Codec");
    assertThat(model.methods())
        .extracting(HostedMethod::signature)
        .containsExactly(
            "forward(x: Tensor) -> Tensor",
            "encode(x: Tensor, bandwidth: float = 12.) -> Tuple[Tensor, Optional[int]]");
    assertThat(model.sampleRateHz()).hasValue(44_100);
    assertThat(model.sizes()).containsEntry("latent_size", 8L);
    assertThat(model.attributes())
        .containsEntry("scale", 0.5)
        .containsEntry("labels", List.of("left", "right"));
    assertThat(model.ratio("encode")).contains(new HostedRatio("encode", 1, 1, 8, 2048));
    assertThat(model.parts())
        .containsExactly(new HostedPart("", "Codec", 6, 10), new HostedPart("net", "Net", 6, 5));
    assertThat(model.parameters()).isEqualTo(6);
    assertThat(model.operators())
        .isEqualTo(Map.of("aten::conv1d", 2, "aten::randn_like", 1, "prim::max", 1));
    assertThat(model.streaming()).isTrue();
    assertThat(model.stochastic()).isTrue();
    assertThat(model.refusals()).isEmpty();
    assertThat(model.sha256()).hasSize(64);
    model.requireRunnable();
  }

  @Test
  void attributesMayDenyWhatTheCodeCould() throws IOException, MalformedInputException {
    ScriptFixture script =
        new ScriptFixture().attribute("stochastic", false).netAttribute("streaming", false);
    HostedDescription model = read(script.bytes());
    assertThat(model.stochastic()).isFalse();
    assertThat(model.streaming()).isFalse();
  }

  @Test
  void filesThatAreNoModelsHaveNames() throws IOException {
    assertFault(new byte[0], "EMPTY", 0);
    assertFault(
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\n".getBytes(UTF_8),
            "LFS_POINTER",
            0)
        .names("git lfs pull");
    assertFault("hello".getBytes(UTF_8), "NOT_A_MODEL", 0).names("68 65 6c 6c 6f");
    assertFault(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e"), "LEGACY_PICKLE", 0)
        .names("torch.jit.script(model).save(FILE)");
    byte[] script = new ScriptFixture().bytes();
    assertThatFault(() -> read(Arrays.copyOf(script, script.length - 30))).is("CUT_ZIP");
    assertFault(ScriptFixture.zip(Map.of("a", new byte[1])), "NOT_A_MODEL", 0).names("data.pkl");
  }

  @Test
  void weightsAloneMustBeExported() throws IOException {
    byte[] pickle =
        PickleWriter.pickle(Map.of("conv.weight", new Weights("FloatStorage", "0", "cpu", 2)));
    assertFault(ScriptFixture.zip(Map.of("data.pkl", pickle)), "STATE_DICT", 53)
        .names(1, "torch.jit.script(model).save(FILE)");
  }

  @Test
  void namesThatNoExportNeedsEndThePickle() throws IOException {
    byte[] pickle = "\u0080\u0002cposix\nsystem\n(X\0\0\0\0tR.".getBytes(ISO_8859_1);
    assertFault(ScriptFixture.zip(Map.of("data.pkl", pickle)), "UNKNOWN_GLOBAL", 69)
        .names("posix.system");
  }

  @Test
  void damagedWeightsAreFound() throws IOException {
    byte[] script =
        new ScriptFixture().member("data/2", HexFormat.of().parseHex("ab".repeat(24))).bytes();
    for (int i = 0; i < script.length - 24; i++) {
      if (script[i] == (byte) 0xab && script[i + 23] == (byte) 0xab) {
        script[i] = 0;
        break;
      }
    }
    assertThatFault(() -> read(script)).is("BROKEN_ZIP").names("CRC");
    byte[] few = new ScriptFixture().member("data/2", new byte[20]).bytes();
    assertThatFault(() -> read(few)).is("BROKEN_ZIP").names("data/2", 20, 6, 4);
  }

  @Test
  void modelsOfAGpuAndModelsThatTouchFilesAreDescribedAndRefused()
      throws IOException, MalformedInputException {
    ScriptFixture cuda =
        new ScriptFixture().netAttribute("cache", new Weights("FloatStorage", "3", "cuda:0", 5));
    assertRefused(read(cuda.bytes()), "SAVED_FOR_CUDA", "cuda:0", "CPU");
    String traced = ScriptFixture.CODE + "    _1 = torch.device(\"cuda:0\")\n";
    assertRefused(
        read(new ScriptFixture().code(traced).bytes()),
        "SAVED_FOR_CUDA",
        "code/__torch__.py",
        "line 20",
        "GPU",
        "CPU");
    String saving = ScriptFixture.CODE + "    _1 = torch.save(x, \"a\")\n";
    assertRefused(
        read(new ScriptFixture().code(saving).bytes()),
        "TOUCHES_FILES",
        "code/__torch__.py",
        "line 20",
        "aten::save");
  }

  @Test
  void frozenWeightsAreCounted() throws IOException, MalformedInputException {
    String pickle =
        "\u0080\u0002(ctorch._utils\n_rebuild_tensor_v2\n((U\u0007storagectorch\nFloatStorage\n"
            + "U\u00010U\u0003cpuK\u0003tQK\0(K\u0003t(K\u0001t\u0089NtR"
            + "t.";
    ScriptFixture script =
        new ScriptFixture()
            .member("constants.pkl", pickle.getBytes(ISO_8859_1))
            .member("constants/0", new byte[12]);
    HostedDescription model = read(script.bytes());
    assertThat(model.parameters()).isEqualTo(9);
    assertThat(model.parts()).endsWith(new HostedPart("constants", "frozen weights", 3, 0));
  }

  @Test
  void limitsHoldWhateverIsClaimed() throws IOException {
    HostedLimits few = new HostedLimits(100, 100, 1000, 2);
    byte[] script = new ScriptFixture().bytes();
    assertThatFault(() -> ModelFile.read(new BytesFile("model", script), few))
        .is("TOO_LARGE")
        .names("model/data.pkl", 100);
  }

  private static HostedDescription read(byte[] bytes) throws IOException, MalformedInputException {
    return ModelFile.read(new BytesFile("model", bytes));
  }

  private static void assertRefused(HostedDescription model, String fault, Object... names) {
    assertThat(model.refusals()).hasSize(1);
    assertThat(model.refusals().get(0).fault().name()).isEqualTo(fault);
    String detail = model.refusals().get(0).detail();
    assertThatText(detail).names(names);
    assertThatFault(model::requireRunnable).is(fault).hasMessageEndingWith(detail);
  }

  private static FaultAssert assertFault(byte[] bytes, String fault, long byteOffset) {
    return assertThatFault(() -> read(bytes)).is(fault, byteOffset);
  }
}
