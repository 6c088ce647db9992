package io.partita.kind.hosted.file;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.archive.BytesFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What code may name, however it is spelled. */
class TorchNamesTest {
  private static final String ARGUMENTS = "x, \"/any/path\"";

  private static List<Refusal> refusals(String statement)
      throws IOException, MalformedInputException {
    String code =
        ScriptFixture.CODE.replace(
            "    _0 = \"torch.save(is only a text)\"\n", "      " + statement + "\n");
    assertThat(code).contains(statement);
    return ModelFile.read(new BytesFile("model", new ScriptFixture().code(code).bytes()))
        .refusals();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "save",
        "load",
        "from_file",
        "_save",
        "_load",
        "_load_for_jit",
        "warn",
        "print",
        "set_data",
        "data_ptr",
        "rpc_async",
        "manual_seed",
        "wait",
        "resize_",
        "classes"
      })
  void anOperatorThatNoNetworkNeedsIsNamedInEverySpelling(String name) throws Exception {
    List<String> spellings = Spellings.of(name, ARGUMENTS);
    assertThat(spellings).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    for (String spelling : spellings) {
      assertThat(refusals(spelling))
          .as(spelling)
          .anySatisfy(refusal -> assertThat(refusal.detail()).contains(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"save", "load", "warn", "print", "from_file"})
  void namesThatAreHiddenAreRefused(String name) throws Exception {
    for (String spelling : Spellings.hidden(name, ARGUMENTS)) {
      assertThat(refusals(spelling)).as(spelling).isNotEmpty();
    }
  }

  @Test
  void everyOperatorThatIsNotAllowedIsRefused() throws Exception {
    Set<String> refused = TorchOperators.refused();
    assertThat(refused)
        .hasSizeGreaterThan(500)
        .doesNotContainAnyElementsOf(TorchOperators.allowed());
    String statements =
        new TreeSet<>(refused)
            .stream().map(name -> "torch." + name + "(x)").collect(Collectors.joining("\n      "));
    HostedDescription model =
        ModelFile.read(
            new BytesFile(
                "model",
                new ScriptFixture().code(ScriptFixture.CODE + "      " + statements).bytes()));
    assertThat(model.operators().keySet())
        .containsAll(refused.stream().map(n -> "aten::" + n).toList());
    for (String name : refused) {
      assertThat(refusals("torch." + name + "(x)")).as(name).hasSize(1);
      assertThat(refusals("(x)." + name + "(x)")).as(name).hasSize(1);
    }
  }

  @Test
  void aFileThatDeclaresAnOperatorsNameDoesNotAllowIt() throws Exception {
    for (String declaration :
        List.of(
            "save = x",
            "save : Tensor",
            "a, save, = x, x",
            "f(save=x)",
            "for save in range(3): pass")) {
      assertThat(refusals(declaration + "\n      (x).save(\"/any/path\")"))
          .as(declaration)
          .extracting(Refusal::fault)
          .contains(HostedFault.TOUCHES_FILES);
    }
    assertThat(refusals("print = x\n      print(\"text\")")).isNotEmpty();
    assertThat(refusals("p = print\n      p(\"text\")")).isNotEmpty();
  }

  @Test
  void aRefusalTellsFaultFileAndLine() throws Exception {
    Refusal refusal = refusals("_1 = x\n      (x) . save(\"/any/path\")").get(0);
    assertThat(refusal.fault()).isEqualTo(HostedFault.TOUCHES_FILES);
    assertThatText(refusal.detail()).names("code/__torch__.py", "line 12", "aten::save");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_1 = \"torch.save(x)\"",
        "_1 = 'print(\"a\")'",
        "_1 = \"\"\"torch.save(\n x)\"\"\"",
        "# torch.save(x)",
        "_1 = torch.add(torch.mul(x, 0x10), 1.5e-3, alpha=1)",
        "_1 = ops.prim.dtype(x)",
        "_1 = annotate(List[Tensor], [])",
        "_1 = unchecked_cast(Tensor, x)",
        "_1 = getattr(self.net, \"0\")",
        "_1 = getattr(self, \"net\")",
        "_1 = uninitialized(Optional[Tensor])",
        "ops.prim.RaiseException(torch.format(\"{}\", 1), \"builtins.ValueError\")",
        "_1 = (x).t()",
        "_1 = CONSTANTS.c0",
        "_1 = isinstance(x, Tensor)"
      })
  void whatNetworksSayIsAllowed(String statement) throws Exception {
    assertThat(refusals(statement)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops.custom.run(x)",
        "ops.quantized.linear(x)",
        "__torch__.torch.classes.a.B(x)",
        "_1 = CONSTANTS",
        "_1 = torch",
        "_1 = ops.prim",
        "fork(x)",
        "awaitable(x)",
        "import os",
        "_1 = \"no end",
        "\u0001",
        "eval(\"1\")"
      })
  void otherThingsAreRefused(String statement) throws Exception {
    assertThat(refusals(statement)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Code/__torch__.py",
        "code/__TORCH__.py",
        "DATA.pkl",
        "code/../a.py",
        "code\\__torch__.py",
        "code//a.py",
        "./a.py"
      })
  void namesThatTwoReadersTakeForOthersAreRefused(String name) throws IOException {
    byte[] model = new ScriptFixture().member(name, new byte[1]).bytes();
    assertThatFault(() -> ModelFile.read(new BytesFile("model", model))).is("BROKEN_ZIP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytecode.pkl", "model.json", "mobile.ff"})
  void codeOfOtherKindsIsRefused(String name) throws Exception {
    byte[] model = new ScriptFixture().member(name, new byte[1]).bytes();
    assertThat(ModelFile.read(new BytesFile("model", model)).refusals())
        .anySatisfy(refusal -> assertThat(refusal.detail()).contains(name));
  }

  /** An engine gets a new zip, without notes and debug pickles. */
  @Test
  void anEngineGetsWhatWasLookedAt() throws Exception {
    ScriptFixture script =
        new ScriptFixture()
            .member("version", new byte[] {'3', '\n'})
            .member("extra/notes", new byte[9])
            .member("code/__torch__.py.debug_pkl", new byte[9]);
    byte[] packed = ModelFile.runnable(new BytesFile("model", script.bytes()));
    ModelZip zip = ModelZip.open(new BytesFile("packed", packed), HostedLimits.defaults());
    assertThat(zip.entries().keySet())
        .containsExactlyInAnyOrder(
            "data.pkl",
            "constants.pkl",
            "version",
            "code/__torch__.py",
            "data/0",
            "data/1",
            "data/2",
            "data/3");
    assertThat(ModelFile.read(new BytesFile("packed", packed)).methods())
        .isEqualTo(ModelFile.read(new BytesFile("model", script.bytes())).methods());
  }
}
