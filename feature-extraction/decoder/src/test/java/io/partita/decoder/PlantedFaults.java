package io.partita.decoder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A decoder with the faults that a file could make use of: such a file begins with their name. */
public final class PlantedFaults {
  /** What a file with a fault begins with; the name and a space follow. */
  public static final String PLANTED = "PLANTED ";

  private static final int LONGEST = 200;

  private PlantedFaults() {}

  /** As {@link Decoder}. */
  public static void main(String[] arguments) {
    Decoder.run(arguments, PlantedFaults::look);
  }

  private static SeekableByteChannel look(SeekableByteChannel file) {
    try {
      ByteBuffer begin = ByteBuffer.allocate((int) Math.min(LONGEST, file.size()));
      file.read(begin);
      file.position(0);
      String text = new String(begin.array(), 0, begin.position(), US_ASCII);
      if (text.startsWith(PLANTED)) {
        String[] words = text.strip().split(" ", -1);
        act(words[1], words.length > 2 ? words[2] : "");
      }
      return file;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void act(String fault, String argument) throws IOException, InterruptedException {
    switch (fault) {
      case "loop" -> loop();
      case "hang" -> Thread.sleep(1_000_000);
      case "allocate" -> allocate(Long.parseLong(argument));
      case "crash" ->
          new BytePointer(
                  new Pointer() {
                    {
                      address = 8;
                    }
                  })
              .get();
      case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(argument));
      case "escape" -> throw new UncheckedIOException(new IOException(escapes(argument)));
      default -> throw new IOException("No fault is called " + fault);
    }
  }

  private static void loop() {
    long turns = 0;
    while (turns >= 0) {
      turns = (turns + 1) & 0xff;
    }
  }

  private static void allocate(long gibibytes) {
    long block = 32 << 20;
    for (long got = 0; got < gibibytes << 30; got += block) {
      Pointer bytes = Ffmpeg.required(avutil.av_malloc(block));
      Pointer.memset(bytes, 1, block);
    }
  }

  /** What of all that it must not do it could do. */
  private static String escapes(String port) {
    List<String> done = new ArrayList<>();
    try {
      Files.writeString(Path.of("/tmp/partita-escape"), "escaped");
      done.add("wrote");
    } catch (IOException e) {
      // as it should
    }
    try {
      new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port)).close();
      done.add("connected");
    } catch (IOException e) {
      // as it should
    }
    try {
      new ProcessBuilder("/bin/true").start();
      done.add("started");
    } catch (IOException e) {
      // as it should
    }
    if (!System.getenv().keySet().stream()
        .allMatch(List.of("PATH", "MALLOC_ARENA_MAX", "PWD")::contains)) {
      done.add("knew " + System.getenv().keySet());
    }
    if (Files.exists(Path.of("/root/.m2")) || Files.exists(Path.of("/home"))) {
      done.add("saw homes");
    }
    return "it " + done;
  }
}
