package io.partita.audio.file;

import io.partita.MalformedInputException;
import io.partita.audio.AudioFault;
import io.partita.process.ChildProcess;
import io.partita.process.DaemonThread;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A process with FFmpeg from its parent's side: it decodes or encodes one file at a time, and sees
 * nothing of it but bytes. One that is left stays for a minute for the next file; one that has had
 * many is replaced, as what native code leaks adds up.
 *
 * <p>A crash or a hang is a fault of the file that it had, and the next file gets another process.
 */
final class DecoderProcess implements Closeable {
  /** What a decoder runs and may take; tests plant faults by another. */
  record Program(List<Path> classPath, String mainClass, List<Path> natives, Bounds bounds) {
    static Program usual() throws IOException {
      DecoderFiles files = DecoderFiles.get();
      return new Program(
          List.of(files.jar()), "io.partita.decoder.Decoder", files.natives(), Bounds.usual());
    }
  }

  /**
   * What a decoder may take.
   *
   * @param memoryMib address space; Java's own is about half of it
   * @param processorS processor time for a file, beside what its length allows
   * @param silenceS time without any answer
   */
  record Bounds(long memoryMib, int processorS, int silenceS) {
    static Bounds usual() {
      return new Bounds(1024, 30, 300);
    }
  }

  private static final int HEAP_MIB = 96;
  private static final long IDLE_S = 60;

  /** A task slot is a thread that decodes, and there are as many as processors. */
  private static final int MOST_IDLE = Runtime.getRuntime().availableProcessors();

  /**
   * A signal that ends one as it starts, as for a passing want of memory, is no fault of a file.
   */
  private static final int MOST_STARTS = 8;

  /** After so many a process is replaced. */
  private static final int MOST_FILES = 1000;

  private static final long MOST_BYTES = 4L << 30;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LONGEST_LINE = 300;
  private static final Pattern THROWN = Pattern.compile("(Exception|Error)\\b");

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(DaemonThread.named("decoder-clock"));

  private static final Deque<DecoderProcess> IDLE = new ArrayDeque<>();

  /** How many will be idle as soon as they have started. */
  private static int starting;

  /** Null until one is wanted. */
  private static Program program;

  private final Program runs;
  private final Bounds bounds;
  private final ChildProcess child;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final ScheduledFuture<?> watch;
  private volatile long waitingSince;
  private long idleSince;
  private volatile boolean isLate;
  private boolean isBroken;
  private int files;
  private long bytes;

  /** Of the file that it has. */
  private SeekableByteChannel file;

  private long fileBytes;
  private long readUntil;
  private Throwable unreadable;

  /** Between the file and the process, which may ask for the same part again and again. */
  private final byte[] piece = new byte[DecoderWire.MOST_BYTES];

  private DecoderProcess(Program program) throws IOException {
    runs = program;
    bounds = program.bounds();
    child = ChildProcess.start(java(program));
    out = new DataOutputStream(new BufferedOutputStream(child.input(), BUFFER_BYTES));
    in = new DataInputStream(new BufferedInputStream(child.answers(), BUFFER_BYTES));
    watch = CLOCK.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  private static ChildProcess.Program java(Program program) {
    return new ChildProcess.Program(
        program.classPath(),
        List.of(
            "-Xmx" + HEAP_MIB + "m",
            // FFmpeg does the work: but for a few loops, compiling costs more than it saves.
            "-XX:CompileThresholdScaling=5",
            "-Dorg.bytedeco.javacpp.pathsFirst=true",
            "-Djava.library.path="
                + program.natives().stream().map(Path::toString).collect(Collectors.joining(":"))),
        program.mainClass(),
        List.of(Integer.toString(program.bounds().processorS())),
        program.natives(),
        ChildProcess.variables(Set.of("PATH")),
        program.bounds().memoryMib());
  }

  /** Has all that follow run another program; null for the usual one. */
  static synchronized void use(Program another) {
    program = another;
    for (DecoderProcess idle : IDLE) {
      idle.end();
    }
    IDLE.clear();
  }

  /** Starts some in the background; a failure is left to the file that needs one. */
  static synchronized void prepare(int count) {
    starting += count;
    for (int i = 0; i < count; i++) {
      new DaemonThread(DecoderProcess::startIdle, "decoder-start").start();
    }
  }

  private static void startIdle() {
    DecoderProcess made = null;
    try {
      made = started(true);
    } catch (IOException | RuntimeException e) { // thrown again where a file needs one
    }
    synchronized (DecoderProcess.class) {
      starting--;
      if (made != null) {
        leave(made);
      }
      DecoderProcess.class.notifyAll();
    }
  }

  /** One that has no file and answers, or a new one. */
  static DecoderProcess take() throws IOException {
    DecoderProcess taken = idle();
    while (taken != null && !taken.isLetGo()) { // killed while it waited: no fault of this file
      taken.end();
      taken = idle();
    }
    for (int left = MOST_STARTS; taken == null; left--) {
      taken = started(left == 1);
    }
    return taken;
  }

  /**
   * Starts one and waits for FFmpeg: that it is not there is no fault of a file.
   *
   * @param isLast whether a signal, too, is a failure; else nothing is returned then
   */
  private static DecoderProcess started(boolean isLast) throws IOException {
    DecoderProcess made = new DecoderProcess(program());
    made.waitingSince = System.nanoTime() | 1;
    boolean isReady = made.in.read() == DecoderWire.READY;
    made.waitingSince = 0;
    if (isReady) {
      return made;
    }
    String ending = made.child.ending();
    made.end();
    if (!isLast && ending.startsWith("SIG")) {
      return null;
    }
    throw new IOException(
        "The audio decoder's process does not start (" + ending + "): " + made.child.printed());
  }

  private static synchronized Program program() throws IOException {
    if (program == null) {
      program = Program.usual();
    }
    return program;
  }

  /** One that may have been killed meanwhile, or null. */
  private static synchronized DecoderProcess idle() throws IOException {
    while (IDLE.isEmpty() && starting > 0) {
      try {
        DecoderProcess.class.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the start of a decoder was interrupted", e);
      }
    }
    return IDLE.poll();
  }

  private static synchronized void leave(DecoderProcess process) {
    if (process.runs.equals(program) && IDLE.size() < MOST_IDLE) {
      process.idleSince = System.nanoTime();
      IDLE.push(process);
    } else {
      process.end();
    }
  }

  /** Ends one that is not wanted any more. */
  private static synchronized void endIdle(DecoderProcess process) {
    if (isOver(process.idleSince, IDLE_S) && IDLE.remove(process)) {
      process.end();
    }
  }

  private static boolean isOver(long since, long seconds) {
    return System.nanoTime() - since > TimeUnit.SECONDS.toNanos(seconds);
  }

  private void look() {
    long since = waitingSince;
    if (since != 0 && isOver(since, bounds.silenceS())) {
      isLate = true;
      child.close();
    }
    endIdle(this);
  }

  /** Something that is written. */
  interface Request {
    void write(DataOutputStream out) throws IOException;
  }

  /** Asks for something of a file, which the process then reads by ranges. */
  void open(SeekableByteChannel channel, Request request)
      throws IOException, MalformedInputException {
    file = channel;
    fileBytes = channel.size();
    readUntil = 0;
    ask(request);
  }

  /**
   * Writes a request; what answers it is read by {@link #answer}.
   *
   * @throws MalformedInputException where the process has ended
   */
  void ask(Request request) throws MalformedInputException {
    try {
      request.write(out);
      out.flush();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /** Values of an answer. */
  interface Values<T> {
    T read(DataInputStream in) throws IOException;
  }

  /** Reads the values of an answer. */
  <T> T values(Values<T> values) throws MalformedInputException {
    waitingSince = System.nanoTime() | 1;
    try {
      return values.read(in);
    } catch (IOException e) {
      throw ended(e);
    } finally {
      waitingSince = 0;
    }
  }

  /**
   * The kind of the next answer. What it needs of the file in between is given to it.
   *
   * @return one of {@link DecoderWire}'s, with values that are to be read
   * @throws MalformedInputException where the file is refused, or the process has ended
   * @throws IOException as the file's channel threw it
   */
  int answer() throws IOException, MalformedInputException {
    while (true) {
      int kind = values(DataInputStream::readUnsignedByte);
      switch (kind) {
        case DecoderWire.NEED -> give();
        case DecoderWire.FAILED -> {
          String text = values(DecoderWire::text);
          checkReadable();
          throw new IOException(text);
        }
        default -> {
          return kind;
        }
      }
    }
  }

  /** Throws a failure of the channel as it is, once the process has let go. */
  private void checkReadable() throws IOException {
    if (unreadable == null) {
      return;
    }
    Throwable thrown = unreadable;
    unreadable = null;
    if (thrown instanceof IOException e) {
      throw e;
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    throw new IOException("Cannot read the audio file's channel: " + thrown, thrown);
  }

  private void give() throws MalformedInputException {
    long position = values(DataInputStream::readLong);
    int count = values(DataInputStream::readInt);
    if (position < 0 || count < 0 || count > DecoderWire.MOST_BYTES) {
      throw ended(new StreamCorruptedException(count + " bytes at " + position));
    }
    int got = DecoderWire.NO_BYTES;
    if (unreadable == null) {
      try {
        file.position(position);
        got = file.read(ByteBuffer.wrap(piece, 0, count));
      } catch (Throwable e) { // thrown where the answer to what was asked for is read
        unreadable = e;
      }
    }
    int given = got;
    readUntil = Math.max(readUntil, position + Math.max(0, given));
    bytes += Math.max(0, given);
    boolean isUnreadable = unreadable != null;
    ask(
        out -> {
          out.writeByte(DecoderWire.BYTES);
          out.writeBoolean(isUnreadable);
          out.writeInt(given);
          out.write(piece, 0, Math.max(0, given));
        });
  }

  /** The fault of the file whose process answers no more, or nonsense. */
  MalformedInputException ended(IOException cause) {
    boolean isAnswer =
        cause instanceof StreamCorruptedException || cause instanceof UTFDataFormatException;
    String ending = isAnswer ? "nonsense: " + cause.getMessage() : child.ending();
    OptionalInt status = isAnswer ? OptionalInt.empty() : child.exitStatus();
    isBroken = true;
    child.close();
    String read =
        String.format(Locale.ROOT, "; %,d of the file's %,d bytes were read", readUntil, fileBytes);
    boolean isSpent = status.equals(OptionalInt.of(DecoderWire.SPENT));
    if (isLate || isSpent) {
      String bound =
          isSpent
              ? "spent more than the processor time that a file of its length has"
              : String.format(Locale.ROOT, "said nothing for %,d s", bounds.silenceS());
      return new MalformedInputException(
          AudioFault.DECODER_TIMEOUT, readUntil, "The decoder " + bound + read);
    }
    String bound =
        status.equals(OptionalInt.of(DecoderWire.NO_MEMORY)) || isOutOfMemory()
            ? String.format(Locale.ROOT, "needed more than %,d MiB of memory", bounds.memoryMib())
            : "ended by " + ending + thrown();
    MalformedInputException fault =
        new MalformedInputException(
            AudioFault.DECODER_CRASHED, readUntil, "The decoder " + bound + read);
    fault.initCause(cause);
    return fault;
  }

  /** What its Java threw, if that is why it ended. */
  private String thrown() {
    return child
        .printed()
        .lines()
        .filter(line -> THROWN.matcher(line).find())
        .findFirst()
        .map(line -> " (" + line.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip() + ")")
        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…)")
        .orElse("");
  }

  private boolean isOutOfMemory() {
    String printed = child.printed();
    return printed.contains("OutOfMemoryError") || printed.contains("Cannot allocate memory");
  }

  /** Lets go of the file; the process is there for the next one if it is still of use. */
  @Override
  public void close() {
    files++;
    boolean isUsed = files >= MOST_FILES || bytes >= MOST_BYTES;
    if (isBroken || isUsed || !isLetGo()) {
      end();
    } else {
      file = null;
      leave(this);
    }
  }

  /** Whether what was still on its way ends as it should. */
  private boolean isLetGo() {
    unreadable = null;
    try {
      ask(out -> out.writeByte(DecoderWire.END));
      while (true) {
        switch (values(DataInputStream::readUnsignedByte)) {
          case DecoderWire.ENDED -> {
            return true;
          }
          case DecoderWire.NEED -> skip(Long.BYTES + Integer.BYTES);
          case DecoderWire.SAMPLES, DecoderWire.LAST -> {
            DecoderWire.Counts counts = values(DecoderWire.Counts::read);
            skip(counts.floats() * Float.BYTES);
          }
          case DecoderWire.REFUSED -> values(DecoderWire.Refusal::read);
          case DecoderWire.FAILED -> values(DecoderWire::text);
          case DecoderWire.WRITE -> {
            skip(Long.BYTES);
            values(DecoderWire::bytes);
          }
          case DecoderWire.READY -> {}
          default -> {
            return false;
          }
        }
      }
    } catch (MalformedInputException e) {
      return false;
    }
  }

  private void skip(long bytes) throws MalformedInputException {
    values(
        in -> {
          in.skipNBytes(bytes);
          return bytes;
        });
  }

  private void end() {
    watch.cancel(false);
    child.close();
  }
}
