package io.partita.download;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Brings a part to the full length of its file, over as many connections as that takes. */
final class Transfer {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private final HttpClient client;
  private final RetryPolicy patience;
  private final Consumer<String> say;
  private final ResumableDownload.BytesListener progress;
  private final PartFile part;
  private final URI address;
  private final boolean hasChecksum;

  /** The furthest byte that was ever reached: a server that only repeats makes no progress. */
  private long furthest = -1;

  private boolean hasGrown;
  private boolean isPieced;

  /**
   * @param hasChecksum whether parts of different files put together would be noticed
   */
  Transfer(
      HttpClient client,
      RetryPolicy patience,
      Consumer<String> say,
      ResumableDownload.BytesListener progress,
      PartFile part,
      URI address,
      boolean hasChecksum) {
    this.client = client;
    this.patience = patience;
    this.say = say;
    this.progress = progress;
    this.part = part;
    this.address = address;
    this.hasChecksum = hasChecksum;
  }

  /**
   * Tries until the part is whole.
   *
   * @return whether it was put together from several answers
   * @throws UserException when the server refuses the file
   * @throws IOException when it did not get on for several tries
   */
  boolean complete() throws IOException {
    int fruitless = 0;
    while (true) {
      hasGrown = false;
      try {
        attempt();
        return isPieced;
      } catch (CutException e) {
        fruitless = hasGrown ? 0 : fruitless + 1;
        if (fruitless == patience.fruitlessTries()) {
          throw givenUp(e);
        }
        Duration pause = patience.pause(fruitless, e.retryAfter(), Instant.now());
        tell(e.getMessage() + "; trying again in " + RetryPolicy.text(pause));
        rest(pause);
      }
    }
  }

  private void attempt() throws IOException {
    if (isFromHere() && part.size() == part.served().length()) {
      isPieced = true; // a run was killed before it could check
      return;
    }
    boolean resumes = canGoOn();
    HttpResponse<InputStream> answer = send(resumes);
    try (InputStream body = new ImpatientStream(answer.body(), patience.silence())) {
      if (resumes && answer.statusCode() == RANGE_NOT_SATISFIABLE) {
        requireWhole(answer.headers());
        return;
      }
      requireFile(answer, resumes);
      long length =
          answer.statusCode() == PARTIAL_CONTENT
              ? goOn(answer.headers())
              : beginAnew(answer.headers());
      furthest = furthest < 0 ? part.size() : furthest;
      requireSpace(length);
      copy(body, length);
    }
  }

  private boolean isFromHere() {
    return part.size() > 0
        && part.served() != null
        && address.toString().equals(part.served().address());
  }

  /** Whether what is there can be the beginning of what the server has. */
  private boolean canGoOn() {
    return isFromHere()
        && (part.served().length() < 0 || part.size() < part.served().length())
        && (canTellChange() || part.served().length() >= 0);
  }

  /** Whether bytes of a file that has changed would be noticed, whatever its length. */
  private boolean canTellChange() {
    return hasChecksum || part.served().validator() != null;
  }

  private HttpResponse<InputStream> send(boolean resumes) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(patience.silence())
            .header("Accept-Encoding", "identity");
    if (resumes) {
      request.header("Range", "bytes=" + part.size() + "-");
      if (part.served().validator() != null) {
        request.header("If-Range", part.served().validator());
      }
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while downloading " + part.name() + ".", e);
    } catch (IOException e) {
      throw new CutException(reason(e));
    }
  }

  private void requireWhole(HttpHeaders headers) throws IOException {
    long length = range(headers).total();
    if (length != part.size() || part.served().isOtherThan(headers)) {
      part.clear();
      throw new CutException("the server has no such part; starting from zero");
    }
    isPieced = true;
  }

  private void requireFile(HttpResponse<?> answer, boolean resumes) throws IOException {
    int status = answer.statusCode();
    if (status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS) {
      throw new CutException(
          "the server answers " + status, answer.headers().firstValue("Retry-After").orElse(null));
    }
    if (status != OK && !(resumes && status == PARTIAL_CONTENT)) {
      throw new UserException(
          Mistake.UNAVAILABLE,
          answer.uri()
              + " answers "
              + status
              + ": the file may have moved. --url takes another address of it.");
    }
    requireReadable(answer);
    String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
      throw new IOException(
          answer.uri()
              + " answered with a web page, not with "
              + part.name()
              + ": the network may ask for a login, or the file may have moved; --url takes another"
              + " address of it.");
    }
  }

  /** The file was asked for as it is; of what it may be encoded by nevertheless, gzip is read. */
  private static void requireReadable(HttpResponse<?> answer) {
    String coding = ServedFile.coding(answer.headers());
    if (coding != null && !coding.equals(ServedFile.GZIP)) {
      throw unreadable(answer, "Content-Encoding", coding);
    }
    List<String> transfer = answer.headers().allValues("Transfer-Encoding");
    if (transfer.stream().anyMatch(value -> !value.strip().equalsIgnoreCase("chunked"))) {
      throw unreadable(answer, "Transfer-Encoding", String.join(", ", transfer));
    }
  }

  private static UserException unreadable(HttpResponse<?> answer, String header, String coding) {
    return new UserException(
        Mistake.UNAVAILABLE,
        answer.uri()
            + " answers with the "
            + header
            + " "
            + coding.replaceAll("[^ -~]", "?")
            + ", which was not asked for and is not read. --url takes another address of it.");
  }

  /** Makes ready for the rest of the file; returns its whole length. */
  private long goOn(HttpHeaders headers) throws IOException {
    ContentRange range = range(headers);
    ServedFile served = part.served();
    long announced = headers.firstValueAsLong("Content-Length").orElse(range.length());
    if (range.first() != part.size()) {
      part.clear();
      throw new CutException("the server sends another part than asked for; starting from zero");
    }
    boolean isOtherLength =
        range.total() >= 0 && served.length() >= 0 && range.total() != served.length();
    if (isOtherLength || announced != range.length() || served.isOtherThan(headers)) {
      part.clear();
      throw new CutException("the file has changed; starting from zero");
    }
    if (!canTellChange() && range.total() != served.length()) {
      part.clear();
      throw new CutException(
          "the server does not say whether the file has changed; starting from zero");
    }
    isPieced = true;
    if (served.length() < 0 && range.total() >= 0) {
      part.remember(served.withLength(range.total()));
    }
    tell("going on from byte " + grouped(part.size()));
    return part.served().length();
  }

  /** Makes ready for the whole file; returns its length. */
  private long beginAnew(HttpHeaders headers) throws IOException {
    if (part.size() > 0) {
      String why = "the server sends the whole file, not the rest or not of the same one";
      if (!isFromHere()) {
        why = "what is there comes from another address";
      } else if (!canGoOn()) {
        why = "the server does not say whether the file has changed";
      }
      tell("starting from zero, as " + why);
    }
    isPieced = false;
    part.beginAnew(ServedFile.of(address, headers));
    return part.served().length();
  }

  private void requireSpace(long length) throws IOException {
    long missing = length - part.size();
    long free = part.usableSpace();
    if (missing > free) {
      throw new IOException(
          part.name()
              + " needs "
              + grouped(missing)
              + " more bytes, and its disk has "
              + grouped(free)
              + " bytes left. Make room, or choose another folder.");
    }
  }

  private void copy(InputStream body, long length) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
      if (length >= 0 && part.size() + count > length) {
        part.clear();
        throw new CutException("the server sends more than it announced; starting from zero");
      }
      part.append(buffer, count);
      hasGrown |= part.size() > furthest;
      furthest = Math.max(furthest, part.size());
      progress.show("Downloading " + part.name(), part.size(), length);
    }
    if (part.size() == 0) {
      throw new CutException("the answer is empty");
    }
    if (part.size() < length) {
      throw new CutException(
          "the answer ended after " + grouped(part.size()) + " of " + grouped(length) + " bytes");
    }
  }

  /** Tells a server that stops from a disk that does. */
  private static int read(InputStream body, byte[] buffer) throws CutException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new CutException(reason(e));
    }
  }

  private IOException givenUp(CutException last) {
    String next = "The same command tries again";
    if (canGoOn()) {
      next =
          grouped(part.size()) + " bytes of it are kept, and the same command goes on from there";
    }
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s could not be downloaded from %s: %s (%s without a new byte). %s.",
            part.name(),
            address,
            last.getMessage(),
            patience.fruitlessTries() == 1 ? "1 try" : patience.fruitlessTries() + " tries",
            next));
  }

  private void rest(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while downloading " + part.name() + ".", e);
    }
  }

  private void tell(String what) {
    say.accept(part.name() + ": " + what + ".");
  }

  private static ContentRange range(HttpHeaders headers) {
    return headers
        .firstValue("Content-Range")
        .flatMap(ContentRange::of)
        .orElse(new ContentRange(-1, -1, -1));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** What went wrong, as the end of a sentence. */
  private static String reason(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (e instanceof ConnectException) {
      return isUnresolved(e) ? "the host is not known" : "the connection was refused";
    }
    Throwable cause = e;
    while (cause.getCause() instanceof IOException) {
      cause = cause.getCause(); // Java's client wraps it, and says only "closed"
    }
    return "the connection was cut ("
        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
        + ")";
  }

  private static boolean isUnresolved(Throwable e) {
    return e != null && (e instanceof UnresolvedAddressException || isUnresolved(e.getCause()));
  }
}
