package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as {@code partita studio} starts it. */
class StudioProgramTest {
  private static final int SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void itPrintsOneAddressThatWorks() throws Exception {
    Process studio = start(SmallLake.in(folder).root, "0");
    try (BufferedReader out = studio.inputReader(StandardCharsets.UTF_8)) {
      URI address = URI.create(out.readLine());
      HttpResponse<String> page =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(address.getHost()).isEqualTo("127.0.0.1");
      assertThat(page.statusCode()).isEqualTo(303);
    } finally {
      studio.destroy();
    }
    assertThat(studio.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @Tag("e2e")
  void aKilledStudioLeavesNoQueryBehind() throws Exception {
    Process studio = start(SmallLake.in(folder).root, "0");
    try (BufferedReader out = studio.inputReader(StandardCharsets.UTF_8)) {
      URI address = URI.create(out.readLine());
      HttpRequest query =
          HttpRequest.newBuilder(address.resolve("/api/v1/sql"))
              .header("Partita-Token", address.getQuery().replace("token=", ""))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"sql\": \"" + LongQueriesTest.query(0) + "\"}"))
              .build();
      CompletableFuture<HttpResponse<String>> asked =
          HttpClient.newHttpClient().sendAsync(query, HttpResponse.BodyHandlers.ofString());
      // Its processor time says that it has opened the lake and is at the query.
      ProcessHandle child = until(() -> studio.children().findAny());
      until(() -> child.info().totalCpuDuration().filter(time -> time.toMillis() > 2_000));

      assertThat(asked).isNotDone();
      studio.destroyForcibly();
      assertThat(child.onExit().get(SECONDS, TimeUnit.SECONDS).isAlive()).isFalse();
    } finally {
      studio.destroyForcibly();
    }
  }

  private static <T> T until(Supplier<Optional<T>> sought) throws InterruptedException {
    long begin = System.nanoTime();
    Optional<T> found = sought.get();
    while (found.isEmpty()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin).toSeconds()).isLessThan(SECONDS);
      Thread.sleep(20);
      found = sought.get();
    }
    return found.get();
  }

  /** Whatever a jar of many lacks or has twice, a class path of many jars does not show. */
  @Test
  @Tag("e2e")
  void theJarAloneServesALakeAndSound() throws Exception {
    Path jar = Path.of(System.getProperty("partita.home"), ".spark/studio/partita-studio.jar");
    assumeTrue(Files.exists(jar), "Without " + jar);
    Process studio = start(jar.toString(), SmallLake.in(folder).root, "0");
    try (BufferedReader out = studio.inputReader(StandardCharsets.UTF_8)) {
      URI address = URI.create(out.readLine());
      String token = address.getQuery().replace("token=", "");
      HttpResponse<byte[]> wav =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          address.resolve("/api/v1/items/" + SmallLake.id(0) + "/audio"))
                      .header("Partita-Token", token)
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray());

      assertThat(wav.statusCode()).isEqualTo(200);
      assertThat(wav.body().length).isGreaterThan(100_000);
    } finally {
      studio.destroy();
    }
  }

  @Test
  void aPortInUseIsAMistakeInOneLine() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      Process studio = start(SmallLake.in(folder).root, Integer.toString(other.getLocalPort()));
      String error = new String(studio.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(studio.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(studio.exitValue()).isEqualTo(2);
      assertThat(error.lines()).singleElement().asString().contains("--port");
    }
  }

  @Test
  void aFolderWithoutALakeIsOne() throws Exception {
    Process studio = start(folder, "0");
    String error = new String(studio.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(studio.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(studio.exitValue()).isEqualTo(2);
    assertThat(error.lines()).singleElement().asString().contains("no lake");
  }

  private static Process start(Path lake, String port) throws IOException {
    return start(System.getProperty("java.class.path"), lake, port);
  }

  private static Process start(String classPath, Path lake, String port) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx256m");
    words.add("-XX:TieredStopAtLevel=1");
    words.add("--add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED");
    words.add("-cp");
    words.add(classPath);
    words.add("io.partita.studio.Studio");
    words.add(lake.toString());
    words.add(port);
    return new ProcessBuilder(words).start();
  }
}
