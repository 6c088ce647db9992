package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Java beside this one that runs Partita's commands, started for the first and kept warm: models
 * need libraries that the studio does without. One command runs and one waits; a newer one takes
 * the place of the one that waits, as a slider sends more than can be made.
 */
final class CommandProcess implements AutoCloseable {
  /** The first command also starts a Java, unpacks libraries and reads a model. */
  private static final int SECONDS = 60;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> words;
  private Process process;
  private BufferedReader answers;
  private boolean isBusy;
  private boolean isClosed;
  private long newest;

  /**
   * @param words that start it
   */
  CommandProcess(List<String> words) {
    this.words = List.copyOf(words);
  }

  /**
   * Runs a command.
   *
   * @return its {@code exit} code and what it printed, {@code out} and {@code err}
   * @throws BadRequest where a newer command took its place, or the process ended or took too long
   */
  JsonNode run(List<String> command) throws IOException {
    takeTurn();
    try {
      return answer(JSON.writeValueAsString(command));
    } finally {
      synchronized (this) {
        isBusy = false;
        notifyAll();
      }
    }
  }

  private synchronized void takeTurn() {
    long mine = ++newest;
    notifyAll(); // the one that waits is no longer the newest
    while (isBusy) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw BadRequest.unavailable("The studio is closing.");
      }
      if (mine != newest) {
        throw BadRequest.superseded("A newer request took the place of this one.");
      }
    }
    isBusy = true;
  }

  private JsonNode answer(String command) throws IOException {
    Process running = running();
    BufferedReader lines = answers;
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                Writer in = running.outputWriter(StandardCharsets.UTF_8);
                in.write(command + "\n");
                in.flush();
                return lines.readLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      String text = line.get(SECONDS, TimeUnit.SECONDS);
      if (text != null) {
        return JSON.readTree(text);
      }
    } catch (TimeoutException e) {
      giveUp(running);
      throw BadRequest.unavailable("Stopped after " + SECONDS + " seconds.");
    } catch (ExecutionException | JsonProcessingException e) {
      // As if it had ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    giveUp(running);
    throw BadRequest.unavailable("The model's process ended; the terminal says why. Try again.");
  }

  private synchronized Process running() throws IOException {
    if (isClosed) {
      throw BadRequest.unavailable("The studio is closing.");
    }
    if (process == null || !process.isAlive()) {
      process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      answers = process.inputReader(StandardCharsets.UTF_8);
    }
    return process;
  }

  /** A process that ends is still alive for a moment: the next command must not go to it. */
  private synchronized void giveUp(Process running) {
    running.destroyForcibly();
    process = null;
  }

  /** It also ends by itself when its input does. */
  @Override
  public synchronized void close() {
    isClosed = true;
    if (process != null) {
      process.destroy();
    }
  }
}
