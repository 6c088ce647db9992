package io.partita.audio;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Times how long a folder of clips takes to become 22,050 Hz mono on all cores: by {@link
 * AudioPass}, by the ffmpeg command with one process a core that decodes a
 * share of the clips, and by the command with one process a clip. Rounds take turns; medians and
 * ratios are printed.
 *
 * <p>Arguments: the folder, and how many rounds (7).
 */
public final class DecodeClips {
  private static final int RATE_HZ = 22_050;

  private final List<Path> clips;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ExecutorService threads = Executors.newFixedThreadPool(cores);

  private DecodeClips(List<Path> clips) {
    this.clips = clips;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      System.err.println("Name a folder of clips, as -Dbenchmark.args=FOLDER");
      System.exit(2);
    }
    try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
      DecodeClips all = new DecodeClips(files.filter(Files::isRegularFile).sorted().toList());
      all.compare(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7);
      all.threads.shutdown();
    }
  }

  private void compare(int rounds) throws Exception {
    AtomicLong samples = new AtomicLong();
    double[][] seconds = new double[3][rounds];
    for (int round = -1; round < rounds; round++) { // the first, at −1, only warms up
      samples.set(0);
      double[] of = {
        seconds(clips, clip -> samples.addAndGet(decode(clip))),
        seconds(shares(), share -> run(command(share))),
        seconds(clips, clip -> run(command(List.of(clip))))
      };
      for (int way = 0; way < 3 && round >= 0; way++) {
        seconds[way][round] = of[way];
      }
    }
    Arrays.stream(seconds).forEach(Arrays::sort);
    double audio = samples.get() / (double) RATE_HZ;
    print("%d clips, %.0f s of audio at %d Hz, %d cores%n", clips.size(), audio, RATE_HZ, cores);
    String[] ways = {"AudioPass", "ffmpeg, a process a core", "ffmpeg, a process a clip"};
    for (int way = 0; way < 3; way++) {
      double median = seconds[way][rounds / 2];
      print(
          "%-26s %7.3f s (%.3f to %.3f), %5.1f ms for 30 s, AudioPass takes %.2f of it%n",
          ways[way],
          median,
          seconds[way][0],
          seconds[way][rounds - 1],
          1000 * median * 30 / audio,
          seconds[0][rounds / 2] / median);
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /** What becomes of one item. */
  private interface Task<T> {
    void run(T item) throws Exception;
  }

  private <T> double seconds(List<T> items, Task<T> task) throws Exception {
    long start = System.nanoTime();
    List<Callable<Void>> calls = new ArrayList<>();
    for (T item : items) {
      calls.add(
          () -> {
            task.run(item);
            return null;
          });
    }
    for (Future<Void> future : threads.invokeAll(calls)) {
      future.get();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** The samples at 22,050 Hz that a clip gives; 0 for one that is none. */
  private static long decode(Path clip) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(clip);
        AudioPass pass = new AudioPass(channel, AudioLimits.defaults())) {
      return pass.mono(RATE_HZ).length;
    } catch (MalformedInputException e) {
      return 0;
    }
  }

  /** As many shares as cores, of every so manieth clip. */
  private List<List<Path>> shares() {
    List<List<Path>> shares = new ArrayList<>();
    for (int core = 0; core < cores; core++) {
      List<Path> share = new ArrayList<>();
      for (int i = core; i < clips.size(); i += cores) {
        share.add(clips.get(i));
      }
      shares.add(share);
    }
    return shares;
  }

  private static List<String> command(List<Path> clips) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "quiet", "-nostdin", "-y"));
    for (Path clip : clips) {
      command.addAll(List.of("-threads", "1", "-i", clip.toString()));
    }
    for (int i = 0; i < clips.size(); i++) {
      String rate = Integer.toString(RATE_HZ);
      command.addAll(List.of("-map", i + ":a:0", "-ac", "1", "-ar", rate, "-f", "f32le"));
      command.add("/dev/null");
    }
    return command;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
