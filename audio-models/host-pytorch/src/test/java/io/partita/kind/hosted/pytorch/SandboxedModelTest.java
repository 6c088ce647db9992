package io.partita.kind.hosted.pytorch;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.partita.InTurn;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.SharedData;
import io.partita.UserException;
import io.partita.archive.LocalFile;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.process.Sandbox;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process of a model cannot do, whatever its code gets by the look into its file. */
@Tag("e2e")
class SandboxedModelTest {
  private static final String ENCODE =
      "  def encode(s: __torch__.ScriptedRAVE,\n    x: Tensor) -> Tensor:\n";

  @TempDir private Path folder;

  @AfterEach
  void forgetLimits() {
    System.clearProperty("partita.model.seconds");
    System.clearProperty("partita.model.memory");
  }

  /** A model whose encode begins with some code, and that is run without a look at it. */
  private static HostedModel model(String code) throws Exception {
    Path file = SharedData.file("data/models/rave_tiny_det_z8.ts");
    HostedModel honest = HostedModel.read(new LocalFile(file));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean isChanged = false;
    try (ZipFile in = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("code/__torch__.py")) {
          String text = new String(content, UTF_8);
          isChanged = text.contains(ENCODE);
          content = text.replace(ENCODE, ENCODE + code).getBytes(UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    }
    assertThat(isChanged).isTrue();
    return new HostedModel(
        "changed.ts", bytes.toByteArray(), honest.config(), honest.description());
  }

  private static List<HostedArray> encode(HostedModel model) throws MalformedInputException {
    try (ModelHost host = ModelHost.open(model)) {
      return host.call("encode", List.of(HostedArray.mono(new float[4096])), OptionalLong.empty());
    }
  }

  @Test
  void theLookSeesWhatIsRunHereWithoutIt() throws Exception {
    HostedModel model = model("    torch.save (\"text\", \"/any/path\")\n");
    assertThatFault(() -> HostedModel.of("changed.ts", model.bytes(), new byte[0]))
        .is("TOUCHES_FILES")
        .names("aten::save");
  }

  @Test
  void writesNoFile() throws Exception {
    Path there = Files.writeString(folder.resolve("there"), "as it was");
    Path other = folder.resolve("other");
    for (Path path : List.of(there, other)) {
      HostedModel model = model("    torch.save (\"text\", \"" + path + "\")\n");
      // The engine does not look whether its writing succeeds.
      Throwable thrown = catchThrowable(() -> encode(model));
      assertThat(thrown == null || thrown instanceof MalformedInputException).isTrue();
    }
    if (Sandbox.missing().isEmpty()) {
      assertThat(there).hasContent("as it was");
      assertThat(other).doesNotExist();
    } else {
      assertThat(Files.exists(other) ? Files.size(other) : 0).isZero();
    }
  }

  @InTurn
  @Test
  void whatItPrintsIsNoAnswer() throws Exception {
    HostedArray quiet = encode(model("")).get(0);
    HostedArray loud = encode(model("    print(\"D\", x)\n")).get(0);
    assertThat(loud.shape()).containsExactly(1, 8, 2);
    assertThat(loud.floats()).containsExactly(quiet.floats());
  }

  @InTurn
  @Test
  void aLoopWithoutEndIsStopped() throws Exception {
    System.setProperty("partita.model.seconds", "15");
    HostedModel model = model("    more = True\n    while more:\n      more = True\n");
    long before = children();
    assertThatMistake(() -> encode(model))
        .is(Mistake.MODEL_FAILED)
        .names("changed.ts", "15 s")
        .namesNot("\n");
    assertThat(children()).isLessThanOrEqualTo(before);
  }

  @Test
  void arraysBeyondTheMemoryAreRefused() throws Exception {
    System.setProperty("partita.model.memory", "3g");
    HostedModel huge = model("    _99 = torch.add_(x, torch.sum(torch.zeros([1000000000000])))\n");
    assertThatFault(() -> encode(huge))
        .is("ENGINE_FAILED")
        .names("memory")
        .hasMessageNotContaining("\n");
    HostedModel many =
        model(
            """
                kept = annotate(List[Tensor], [])
                for i in range(100000):
                  _98 = torch.append(kept, torch.ones([10000000]))
                _97 = torch.add_(x, torch.len(kept))
            """);
    assertThatThrownBy(() -> encode(many))
        .isInstanceOfAny(MalformedInputException.class, UserException.class)
        .hasMessageContaining("memory")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aProcessServesOneHostAfterAnother() throws Exception {
    HostedModel model = model("    _97 = 97\n");
    encode(model);
    long first = children();
    encode(model);
    assertThat(children()).isEqualTo(first);
  }

  private static long children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
  }
}
