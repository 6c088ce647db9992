package io.partita.model.audio;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Windows that a task has made and Spark has yet to take, in a file among Spark's own that goes
 * with the task: a whole archive's would not fit into memory.
 */
final class WindowFile {
  private final File file;

  private WindowFile(File file) {
    this.file = file;
  }

  /** A file of the task that asks. */
  static WindowFile ofTask() {
    File file = SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock()._2;
    TaskCompletionListener delete =
        context -> {
          try {
            Files.deleteIfExists(file.toPath());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    TaskContext.get().addTaskCompletionListener(delete);
    return new WindowFile(file);
  }

  Writer writer() throws IOException {
    return new Writer(
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file.toPath()))));
  }

  /** Puts windows down, one after the other. */
  record Writer(DataOutputStream out) implements Closeable {
    void write(AudioWindow window) throws IOException {
      out.writeInt(window.track());
      out.writeInt(window.number());
      out.writeUTF(window.reason() == null ? "" : window.reason());
      float[] values = window.values() == null ? new float[0] : window.values();
      out.writeInt(values.length);
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** The windows in their order, each read when it is asked for. */
  Iterator<AudioWindow> read() throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file.toPath())));
    TaskCompletionListener close =
        context -> {
          try {
            in.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    TaskContext.get().addTaskCompletionListener(close);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          in.mark(1);
          boolean isMore = in.read() >= 0;
          in.reset();
          return isMore;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public AudioWindow next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        try {
          return window(in);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static AudioWindow window(DataInputStream in) throws IOException {
    int track = in.readInt();
    int number = in.readInt();
    String reason = in.readUTF();
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * in.readInt());
    in.readFully(bytes.array());
    if (!reason.isEmpty()) {
      return AudioWindow.none(track, reason);
    }
    float[] values = new float[bytes.capacity() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return new AudioWindow(track, number, values, null);
  }
}
