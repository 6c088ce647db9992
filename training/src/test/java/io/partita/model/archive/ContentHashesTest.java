package io.partita.model.archive;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.lake.file.DamagedArchiveException;
import io.partita.model.train.NextClassCards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a model learnt from: in memory, in a model's folder, damaged. */
class ContentHashesTest {
  private static final String LOW = "00112233445566778899aabbccddeeff";
  private static final String HIGH = "ff112233445566778899aabbccddeeff";
  private static final String OTHER = "00112233445566ff8899aabbccddeeff";

  @TempDir private Path folder;

  @Test
  void contentsAreFoundByTheirFirstEightBytes() throws IOException {
    ContentHashes all = ContentHashes.of(List.of(HIGH, LOW, LOW));

    assertThat(all.size()).isEqualTo(2);
    assertThat(all.bytes()).hasSize(16);
    assertThat(all.countOf(ContentHashes.of(List.of(LOW.substring(0, 16), OTHER)))).isEqualTo(1);
    assertThat(ContentHashes.read(all.bytes()).countOf(all)).isEqualTo(2);
    assertThat(all.countOf(ContentHashes.of(List.of()))).isZero();
  }

  @Test
  void whatIsNoHashIsRefused() {
    assertThatThrownBy(() -> ContentHashes.of(List.of("0011")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ContentHashes.of(List.of("no hexadecimal digits")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ContentHashes.read(new byte[7]))
        .isInstanceOf(DamagedArchiveException.class);
    assertThatThrownBy(() -> ContentHashes.read(new byte[16]))
        .as("the same one twice")
        .isInstanceOf(DamagedArchiveException.class);
  }

  @Test
  void aFolderKeepsThoseThatItsCardNames() throws IOException {
    ModelFolder model = ModelFolder.at(folder.toString(), new Configuration());
    ModelCard.LearntFiles one = model.add("md5", ContentHashes.of(List.of(LOW, HIGH)));
    ModelCard.LearntFiles other = model.add("md5", ContentHashes.of(List.of(OTHER)));
    ModelCard card = NextClassCards.learnt(one);

    assertThat(one.files()).isEqualTo(2);
    assertThat(model.learnt(card).orElseThrow().countOf(ContentHashes.of(List.of(LOW))))
        .isEqualTo(1);
    assertThat(model.learnt(NextClassCards.learnt(null))).isEmpty();
    model.deleteNetworksBut(card);
    assertThat(folder.resolve(one.name())).exists();
    assertThat(folder.resolve(other.name())).doesNotExist();
    Files.write(folder.resolve(one.name()), new byte[16]);
    assertThatMistake(() -> model.learnt(card)).is(Mistake.DAMAGED_MODEL).names(one.name());
    Files.delete(folder.resolve(one.name()));
    assertThatMistake(() -> model.learnt(card)).is(Mistake.DAMAGED_MODEL).names("missing");
  }
}
