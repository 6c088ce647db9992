package io.partita.lake.input;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.OddFiles;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.RejectedMember;
import io.partita.lake.input.InputSlice.FileEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders with all that a file system may hold, listed and read without Spark. */
class LocalFolderTest {
  private static final String NAMES =
      """
      n() { printf '%s' "$1" > "$1"; }
      n a:b.mid; n :x.mid; n %41.mid; n %FF.mid; n $'\\xff.mid'; n $'\\xe9.mid'; n $'\\xc3\\xa9.mid'
      n ' blank .mid '; n '#?*[x]{a,b}.mid'; n 'back\\slash.mid'; n $'new\\nline.mid'
      n .hidden.mid; n _x.mid; n .x.mid.crc; n "$(printf 'n%.0s' {1..251}).mid"
      mkdir -p empty 'd:1/empty' $'\\xfe'; (cd $'\\xfe'; n z.mid)
      """;

  @TempDir private Path folder;

  @Test
  void filesOfAnyNameAreListedAndRead() throws IOException {
    OddFiles.make(folder, NAMES);

    List<FileEntry> files = list(folder);

    assertThat(files.stream().map(FileEntry::memberPath))
        .containsExactlyInAnyOrder(
            "in/a:b.mid",
            "in/:x.mid",
            "in/%41.mid",
            "in/%25FF.mid",
            "in/%FF.mid",
            "in/%E9.mid",
            "in/é.mid",
            "in/ blank .mid ",
            "in/#?*[x]{a,b}.mid",
            "in/back\\slash.mid",
            "in/new%0Aline.mid",
            "in/.hidden.mid",
            "in/_x.mid",
            "in/.x.mid.crc",
            "in/" + "n".repeat(251) + ".mid",
            "in/%FE/z.mid");
    for (FileEntry file : files) {
      byte[] name = InputPath.open(file.file(), new Configuration()).openStream().readAllBytes();
      assertThat(file.memberPath())
          .endsWith("/" + io.partita.archive.LocalName.text(name))
          .as("each file holds its name");
    }
  }

  @Test
  @Timeout(60) // opening a FIFO would wait for ever
  void whatCannotBeReadIsARowUnlessItsNameIsNotWanted() throws IOException {
    OddFiles.make(
        folder,
        """
        mkfifo fifo.mid fifo; ln -s nowhere dead.mid; ln -s self.mid self.mid; ln -s nowhere dead
        mkdir deep; ln -s .. deep/up; ln -s ../deep deep/again.mid; echo x > x.mid
        ln -s x.mid link.mid
        """);

    List<MemberOutcome> outcomes = new ArrayList<>();
    long unwanted;
    try (MemberReader reader = open(list(folder), path -> path.endsWith(".mid"))) {
      for (Optional<MemberOutcome> next = reader.next(); next.isPresent(); next = reader.next()) {
        outcomes.add(next.get());
      }
      unwanted = reader.unwanted();
    }

    assertThat(unwanted).as("fifo, dead, deep/up").isEqualTo(3);
    assertThat(outcomes.stream().map(LocalFolderTest::described))
        .containsExactly(
            "in/dead.mid LINK",
            "in/deep/again.mid LINK",
            "in/fifo.mid SPECIAL_FILE",
            "in/link.mid",
            "in/self.mid LINK",
            "in/x.mid");
  }

  @Test
  void aLinkToAFolderOutsideIsFollowedOnce() throws IOException {
    OddFiles.make(
        folder, "mkdir -p in out; echo x > out/x.mid; ln -s ../out in/a; ln -s ../out in/b");

    List<FileEntry> files = list(folder.resolve("in"));

    assertThat(files).hasSize(2);
    assertThat(files.stream().filter(file -> file.refusal() == null)).hasSize(1);
    assertThat(files.stream().filter(file -> file.refusal() != null))
        .allMatch(file -> file.refusal().fault().name().equals("LINK"));
  }

  @Test
  void anInputMayHaveAnyName() throws IOException {
    OddFiles.make(folder, "mkdir a:b $'\\xff' %FE; echo x > a:b/c:d.mid; echo x > $'\\xff/y.mid'");

    assertThat(found("a:b")).containsExactly("/a:b");
    assertThat(found("a:b/")).containsExactly("/a:b");
    assertThat(found("a:b/c:d.mid")).containsExactly("/a:b/c:d.mid");
    assertThat(found("a:?")).containsExactly("/a:b");
    assertThat(found("%FF")).containsExactly("/%FF");
    assertThat(found("%FE")).containsExactly("/%25FE");
    assertThat(found("\ufffd")).as("as Java decodes the argument FF").containsExactly("/%FF");
    assertThat(found("\ufffd/y.mid")).containsExactly("/%FF/y.mid");
    assertThat(found("*")).containsExactly("/%25FE", "/%FF", "/a:b");
    assertThat(found("{a:b/*,%FF/[xyz].mid}")).containsExactly("/%FF/y.mid", "/a:b/c:d.mid");
    OddFiles.make(folder, "mkdir $'\\xfd'");
    assertThatMistake(() -> found("\ufffd")).is(Mistake.BAD_PATH).names("%FD", "%FF");
    assertThatMistake(() -> found("a:c"))
        .is(Mistake.NO_SUCH_FILE)
        .names("--input", folder + "/a:c");
    assertThatMistake(() -> found("[a")).is(Mistake.NO_SUCH_FILE).names("--input", folder + "/[a");
  }

  @Test
  @Timeout(60)
  void anInputThatIsNeitherFileNorFolderIsAMistake() {
    OddFiles.make(folder, "mkfifo pipe");

    assertThatMistake(() -> found("p*")).is(Mistake.BAD_PATH).names("--input", folder + "/pipe");
    assertThatMistake(() -> found("pipe")).is(Mistake.BAD_PATH).names("--input", folder + "/pipe");
  }

  private List<String> found(String name) throws IOException {
    String root = "file:" + folder;
    return InputPath.find("--input", folder + "/" + name, new Configuration()).stream()
        .map(path -> path.address().substring(root.length()))
        .toList();
  }

  private static List<FileEntry> list(Path folder) throws IOException {
    List<FileEntry> files = new LocalFolder(folder, "file:", "in").files();
    files.sort(Comparator.comparing(FileEntry::memberPath));
    return files;
  }

  private static MemberReader open(List<FileEntry> files, Predicate<String> wanted) {
    return new InputSlice.Files(0, 0, files)
        .open(new Configuration(), ArchiveLimits.defaults(), wanted);
  }

  private static String described(MemberOutcome outcome) {
    return outcome instanceof RejectedMember rejected
        ? rejected.path() + " " + rejected.fault()
        : outcome.path();
  }
}
