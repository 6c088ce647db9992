package io.partita.kind.hosted.file;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.archive.BytesFile;
import io.partita.numpy.Npy;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Models that unpack to far more than they are: as weights alone and as TorchScript. */
class ModelBombTest {
  @Test
  void membersThatInflateTooFarAreNotRead() throws Exception {
    byte[] pickle = WeightsFixture.pickle(Map.of("w", Npy.of(new float[1], 1)));
    byte[] weights = zip(Map.of("data.pkl", pickle), "data/0");
    byte[] script = zip(Map.of("data.pkl", pickle, "code/a.py", new byte[1]), "data/0");

    assertThat(weights).hasSizeLessThan(1 << 20);
    assertThatFault(() -> Weights.read(new BytesFile("bomb.pt", weights))).is("TOO_LARGE");
    assertThatFault(() -> ModelFile.read(new BytesFile("bomb.ts", script))).is("TOO_LARGE");
    assertThatFault(() -> ModelFile.runnable(new BytesFile("bomb.ts", script))).is("TOO_LARGE");
  }

  /** With 100 MB of zeros as the last member. */
  private static byte[] zip(Map<String, byte[]> members, String zeros) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry("model/" + member.getKey()));
        zip.write(member.getValue());
      }
      zip.putNextEntry(new ZipEntry("model/" + zeros));
      for (int i = 0; i < 100; i++) {
        zip.write(new byte[1_000_000]);
      }
    }
    return bytes.toByteArray();
  }
}
