package io.partita.download;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.FileServer;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.RawServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command: what it writes where, what it says, and how it ends. */
@Tag("spark")
class DownloadTest {
  private static final String GROOVE = "groove-v1.0.0-midionly.zip";
  private static final byte[] CONTENT = new byte[200_000];

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void fill() {
    data = folder.resolve("made/if/missing");
    new Random(1).nextBytes(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mirror/", "/mirror/" + GROOVE, "/mirror/other.name"})
  void aFileIsSavedUnderItsPublishedName(String path) throws IOException {
    try (FileServer server =
        new FileServer().with("/mirror/" + GROOVE, CONTENT).with("/mirror/other.name", CONTENT)) {
      PartitaRun run = PartitaRun.of(arguments("groove", server.url(path))).exits(0);

      assertThat(run.outLines()).containsExactly(data.resolve(GROOVE).toString());
      assertEach(run.errLines(), naming("groove", "CC BY 4.0"), naming(GROOVE));
    }
    assertThat(data.resolve(GROOVE)).hasBinaryContent(CONTENT);
    assertThat(names(data)).containsExactly(GROOVE);
  }

  @Test
  void whatIsThereIsNotAskedForAgain() throws IOException {
    try (FileServer server = new FileServer().with("/" + GROOVE, CONTENT)) {
      PartitaRun.of(arguments("groove", server.url("/"))).exits(0);

      PartitaRun again = PartitaRun.of(arguments("groove", server.url("/"))).exits(0);

      assertThat(server.requests()).hasSize(1);
      assertThat(again.outLines()).containsExactly(data.resolve(GROOVE).toString());
      assertEach(again.errLines(), naming(data.resolve(GROOVE)));
    }
  }

  @Test
  void thePublishersChecksumCountsForOtherAddressesToo() throws IOException {
    Files.createDirectories(data);
    Path file = Files.write(data.resolve("fma_small.zip"), CONTENT);
    byte[] other = Arrays.copyOf(CONTENT, 100_000);
    try (FileServer server = new FileServer().with("/fma_small.zip", other)) {
      PartitaRun run = PartitaRun.of(arguments("fma-small", server.url("/"))).exits(1);

      assertThat(run.out()).isEmpty();
      String published = "ade154f733639d52e35e32f5593efe5be76c6d70";
      run.warns(file, published);
      assertThat(lastLine(run)).is(naming("Failed", server.url("/fma_small.zip"), published));
      assertThat(server.requests()).hasSize(1);
    }
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(names(data)).containsExactly("fma_small.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/midi", "/midi/"})
  void theSuitesComeIntoAFolderOfTheirOwn(String path) throws IOException {
    List<String> suites =
        PublishedDataset.named("cello").files().stream().map(file -> file.name()).toList();
    try (FileServer server = new FileServer()) {
      suites.forEach(
          name -> server.with("/midi/" + name, name.getBytes(StandardCharsets.US_ASCII)));
      Files.createDirectories(data.resolve("cello"));
      Files.writeString(data.resolve("cello/cs3-2all.mid"), "there before");

      PartitaRun run = PartitaRun.of(arguments("cello", server.url(path))).exits(0);

      assertThat(run.outLines())
          .containsExactlyElementsOf(
              suites.stream().map(name -> data.resolve("cello").resolve(name).toString()).toList());
      assertThat(run.errLines()).haveExactly(1, naming("cello", "terms"));
      assertThat(server.requests()).hasSize(35).doesNotContain("/midi/cs3-2all.mid");
    }
    assertThat(names(data.resolve("cello"))).containsExactlyElementsOf(suites);
    assertThat(data.resolve("cello/cs6-5gav.mid")).hasContent("cs6-5gav.mid");
    assertThat(data.resolve("cello/cs3-2all.mid")).hasContent("there before");
  }

  @Test
  void aFileThatIsNotThereIsAMistakeThatNamesTheAddress() throws IOException {
    try (FileServer server = new FileServer()) {
      PartitaRun run = PartitaRun.of(arguments("lmd-full", server.url("/"))).exits(2);

      assertThat(run.out()).isEmpty();
      run.mistakeAfterProgress(Mistake.UNAVAILABLE)
          .names(server.url("/lmd_full.tar.gz"), 404, "--url");
    }
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aFileThatIsNotThereKeepsNoOtherFromBeingFetched() throws IOException {
    List<String> suites =
        PublishedDataset.named("cello").files().stream().map(file -> file.name()).toList();
    List<String> gone = List.of(suites.get(6), suites.get(20), suites.get(35));
    try (FileServer server = new FileServer()) {
      suites.stream()
          .filter(name -> !gone.contains(name))
          .forEach(name -> server.with("/" + name, CONTENT));

      PartitaRun run = PartitaRun.of(arguments("cello", server.url("/"))).exits(2);

      assertThat(server.requests()).hasSize(36);
      assertThat(run.outLines()).hasSize(33);
      assertThat(lastLine(run)).contains("3 of 36 ").contains(gone);
      assertThat(run.errLines())
          .filteredOn(naming(404))
          .extracting(line -> line.substring(0, line.indexOf(' ')))
          .containsExactlyElementsOf(gone);
    }
    assertThat(names(data.resolve("cello"))).hasSize(33).doesNotContainAnyElementsOf(gone);
  }

  @Test
  void oneFileThatMayComeLaterMakesTheWholeWorthARetry() throws Exception {
    PartitaRun run;
    try (RawServer server =
        new RawServer(
            (request, out) ->
                RawServer.send(out, "404 Not Found\nContent-Length: 0", new byte[0]))) {
      Path cello = Files.createDirectories(data.resolve("cello"));
      try (FileChannel held =
          FileChannel.open(
              cello.resolve("cs1-1pre.mid.part"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        held.lock();
        run = PartitaRun.of(arguments("cello", server.url("/"))).exits(1);
      }
    }

    run.warns(data.resolve("cello/cs1-1pre.mid"));
    assertThat(lastLine(run)).is(naming(36, 36, "cs1-1pre.mid", "cs6-6gig.mid"));
  }

  @Test
  void withJsonAFailureIsTheOnlyObject() throws IOException {
    try (FileServer server = new FileServer().with("/cs1-1pre.mid", CONTENT)) {
      PartitaRun run =
          PartitaRun.of("download", "cello", "--out", data, "--url", server.url("/"), "--json")
              .exits(2);

      assertThat(run.outLines()).hasSize(1);
      assertThat(run.jsonWhateverTheExit().path("error").path("exit").asInt()).isEqualTo(2);
      assertThat(run.jsonWhateverTheExit().path("error").path("message").asText())
          .contains("35 of 36 ", "cs1-2all.mid")
          .doesNotContain("cs1-1pre.mid");
    }
  }

  @Test
  void aWebPageIsWorthARetry() throws IOException {
    byte[] page = "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8);
    try (RawServer server =
        new RawServer(RawServer.of("200 OK\nContent-Type: text/html\nContent-Length: 26", page))) {
      PartitaRun run = PartitaRun.of(arguments("msd-summary", server.url("/"))).exits(1);

      run.warns("Failed", server.url("/msd_summary_file.h5"), "msd_summary_file.h5");
    }
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aRunAfterAKillGoesOnAndOneBesideAnotherDoesNotBegin() throws Exception {
    Path file = data.resolve(GROOVE);
    Path part = data.resolve(GROOVE + ".part");
    CountDownLatch end = new CountDownLatch(1);
    String tag = "\nETag: \"v1\"\nContent-Length: ";
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              RawServer.send(out, "200 OK" + tag + 200_000, Arrays.copyOf(CONTENT, 120_000));
              end.await();
            },
            (request, out) ->
                RawServer.send(
                    out,
                    "206 Partial Content\nContent-Range: bytes 120000-199999/200000" + tag + 80_000,
                    Arrays.copyOfRange(CONTENT, 120_000, 200_000)))) {
      Object[] arguments = arguments("groove", server.url("/"));
      try (ChildPartita child = ChildPartita.start(folder, List.of(), arguments)) {
        child.await(() -> part.toFile().length() == 120_000);
        PartitaRun beside = PartitaRun.of(arguments).exits(1);
        assertThat(lastLine(beside)).is(naming("Failed", file));
        child.killWhen(() -> true);
      }
      assertThat(file).doesNotExist();

      PartitaRun resumed = PartitaRun.of(arguments).exits(0);

      resumed.warns(GROOVE, "120,000");
      assertThat(server.requested("range")).containsExactly("none", "bytes=120000-");
      assertThat(server.requested("if-range")).containsExactly("none", "\"v1\"");
    } finally {
      end.countDown();
    }
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(names(data)).containsExactly(GROOVE);
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsMade() throws IOException {
    PartitaRun.of("download", "Groove", "--out", data)
        .mistake(Mistake.BAD_OPTION)
        .names("Groove", "lmd-matched");
    PartitaRun.of("download", "groove", "--out", data, "--url", "s3://x/y")
        .mistake(Mistake.BAD_OPTION)
        .names("--url", "s3://x/y");
    PartitaRun.of("download", "groove", "--out", "hdfs://namenode/data")
        .mistake(Mistake.BAD_PATH)
        .names("--out", "hdfs://namenode/data");
    PartitaRun.of("download", "groove")
        .mistake(Mistake.MISSING_OPTION)
        .names("'--out=DIR'", "'partita download --help'");
    assertThat(data).doesNotExist();
  }

  @Test
  void severalAreFetchedOneAfterAnother() throws IOException {
    Files.createDirectories(data);
    for (String name : List.of("lmd_matched.tar.gz", "match_scores.json")) {
      Files.writeString(data.resolve(name), "there before");
    }

    PartitaRun run =
        PartitaRun.of("download", "lmd-matched", "match-scores", "lmd-matched", "--out", data)
            .exits(0);

    assertThat(run.outLines())
        .containsExactly(
            data.resolve("lmd_matched.tar.gz").toString(),
            data.resolve("match_scores.json").toString());
    PartitaRun.of("download", "groove", "cello", "--out", data, "--url", "http://127.0.0.1:9/")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--url");
  }

  @Test
  void aFileCannotBeTheFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    PartitaRun.of("download", "groove", "--out", file)
        .mistake(Mistake.BAD_PATH)
        .names("--out", file, file);
  }

  @Test
  void theHelpListsEveryDataSet() {
    String help = PartitaRun.of("download", "--help").exits(0).out().replaceAll("\\s+", " ");

    assertThat(help)
        .contains(
            String.join(
                ", ", PublishedDataset.all().stream().map(PublishedDataset::name).toList()));
  }

  private static String lastLine(PartitaRun run) {
    return run.errLines().get(run.errLines().size() - 1);
  }

  private Object[] arguments(String name, String url) {
    return new Object[] {"download", name, "--out", data, "--url", url};
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
