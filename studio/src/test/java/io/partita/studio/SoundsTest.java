package io.partita.studio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the sound of an ingested file is found; {@link IngestedSoundsTest} has real ingests. */
class SoundsTest {
  private static final String PATH = "rock/a b/one.wav";

  private final ObjectNode run = new ObjectMapper().createObjectNode();

  @TempDir private Path folder;

  @BeforeEach
  void twoInputs() throws IOException {
    run.putArray("inputs");
    Files.createDirectories(folder.resolve("other"));
    input("other", folder.resolve("other"));
  }

  @Test
  void aFolderIsTheFirstPartOfItsPaths() throws Exception {
    for (String name : new String[] {"my music", "50%", "a%20b"}) {
      Path input = folder.resolve(name);
      write(input.resolve(PATH), name);
      input(name, input);

      assertThat(sound(name, name + "/" + PATH, name)).isEqualTo(name);
    }
  }

  /** Inputs of one name are told apart by their folders, and not so their files. */
  @Test
  void aSourceMayHaveTheFolderAboveInItsName() throws Exception {
    for (String above : new String[] {"x", "y"}) {
      write(folder.resolve(above).resolve("music/one.wav"), above);
      input(above + "/music", folder.resolve(above).resolve("music"));
    }

    assertThat(sound("x/music", "music/one.wav", "x")).isEqualTo("x");
    assertThat(sound("y/music", "music/one.wav", "y")).isEqualTo("y");
  }

  @Test
  void archivesAndSingleFiles() throws Exception {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : new String[] {"two.wav", PATH}) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.getBytes(UTF_8));
      }
    }
    input("a.zip", zip);
    Path tar = folder.resolve("a.tar");
    tar(Files.newOutputStream(tar));
    input("a.tar", tar);
    Path tgz = folder.resolve("a.tar.gz");
    tar(new GZIPOutputStream(Files.newOutputStream(tgz)));
    input("a.tar.gz", tgz);
    write(folder.resolve("one.wav"), "alone");
    input("one.wav", folder.resolve("one.wav"));

    for (String source : new String[] {"a.zip", "a.tar", "a.tar.gz"}) {
      assertThat(sound(source, PATH, PATH)).as(source).isEqualTo(PATH);
    }
    assertThat(sound("one.wav", "one.wav", "alone")).isEqualTo("alone");
  }

  @Test
  void whatIsGoneIsNamed() throws Exception {
    Path input = folder.resolve("music");
    write(input.resolve("one.wav"), "one");
    input("music", input);
    input("gone.zip", folder.resolve("gone.zip"));
    write(folder.resolve("secret"), "secret");

    assertThatThrownBy(() -> sound("music", "music/one.wav", "two"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(input.resolve("one.wav").toString());
    assertThatThrownBy(() -> sound("music", "music/two.wav", "two"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(input.resolve("two.wav").toString());
    assertThatThrownBy(() -> sound("gone.zip", "one.wav", "one"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(folder.resolve("gone.zip").toString());
    assertThatThrownBy(() -> sound("music", "music/../secret", "secret"))
        .isInstanceOf(BadRequest.class);
    assertThatThrownBy(() -> sound("elsewhere", "one.wav", "one"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("elsewhere");
  }

  private String sound(String source, String path, String content) throws Exception {
    return new String(
        Sounds.original(
            new SourceFiles(run.toString()), source, path, Sha256.of(content.getBytes(UTF_8))),
        UTF_8);
  }

  private void input(String name, Path path) {
    run.withArray("inputs").addObject().put("name", name).put("path", "file:" + path);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void tar(OutputStream to) throws IOException {
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(to)) {
      for (String name : new String[] {"two.wav", PATH}) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(name.getBytes(UTF_8).length);
        out.putArchiveEntry(entry);
        out.write(name.getBytes(UTF_8));
        out.closeArchiveEntry();
      }
    }
  }
}
