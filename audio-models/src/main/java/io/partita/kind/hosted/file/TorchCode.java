package io.partita.kind.hosted.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.archive.ZipDirectory.Entry;
import io.partita.kind.hosted.file.HostedMethod.Argument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code of a TorchScript file: every name in it, by {@link TorchNames}, and its classes with the
 * names of their weights and buffers and their methods. Classes are for description alone, and read
 * as PyTorch prints them: a line is a statement.
 */
final class TorchCode {
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*+\"");

  private static final Set<String> RANDOM =
      Set.of(
          "aten::randn",
          "aten::randn_like",
          "aten::rand",
          "aten::rand_like",
          "aten::randint",
          "aten::randint_like",
          "aten::normal",
          "aten::normal_",
          "aten::uniform_",
          "aten::bernoulli",
          "aten::bernoulli_",
          "aten::multinomial",
          "aten::exponential_");

  private final Map<String, TorchClass> classes = new HashMap<>();
  private final TorchNames names = new TorchNames();

  /**
   * A class as its code declares it.
   *
   * @param parameters names of its weights
   */
  record TorchClass(Set<String> parameters, List<HostedMethod> methods) {}

  private TorchCode() {}

  /**
   * Reads all code of a file.
   *
   * @throws MalformedInputException TOO_LARGE beyond the limits, BROKEN_ZIP with damage
   */
  static TorchCode read(ModelZip zip, HostedLimits limits)
      throws IOException, MalformedInputException {
    TorchCode code = new TorchCode();
    int left = limits.maxCodeBytes();
    for (Map.Entry<String, Entry> member : zip.entries().entrySet()) {
      String name = member.getKey();
      if (name.startsWith("code/") && name.endsWith(".py")) {
        byte[] bytes = zip.bytes(member.getValue(), left);
        left -= bytes.length;
        String path = name.substring("code/".length(), name.length() - ".py".length());
        String module = path.replace('/', '.');
        String text = new String(bytes, UTF_8);
        code.names.add(name, module, TorchTokens.of(text), zip.start(member.getValue()));
        code.addClasses(module, text.lines().toList());
      }
    }
    code.names.check();
    return code;
  }

  private void addClasses(String module, List<String> lines) {
    TorchClass current = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("class ")) {
        int end = line.indexOf('(');
        String name = end < 0 ? line.substring(6) : line.substring(6, end);
        current = new TorchClass(new HashSet<>(), new ArrayList<>());
        classes.put(module + "." + name, current);
      } else if (current != null && line.startsWith("  __parameters__ = ")) {
        Matcher text = TEXT.matcher(line);
        while (text.find()) {
          current.parameters().add(line.substring(text.start() + 1, text.end() - 1));
        }
      } else if (current != null && line.startsWith("  def ")) {
        StringBuilder head = new StringBuilder(line.strip());
        while (!line.endsWith(":") && i + 1 < lines.size()) {
          line = lines.get(++i);
          head.append(' ').append(line.strip());
        }
        add(current.methods(), head.toString());
      }
    }
  }

  /** A head as {@code def encode(self: C, x: Tensor, bandwidth: float=12.) -> Tensor:}. */
  private static void add(List<HostedMethod> methods, String head) {
    int open = head.indexOf('(');
    int close = head.lastIndexOf(')');
    int arrow = head.indexOf("-> ", Math.max(0, close));
    if (open < 5 || close < open || arrow < 0 || !head.endsWith(":")) {
      return; // no head that PyTorch prints
    }
    List<Argument> arguments = new ArrayList<>();
    for (String argument : parts(head.substring(open + 1, close))) {
      int colon = argument.indexOf(": ");
      int equals = argument.indexOf('=', Math.max(0, colon));
      if (colon > 0) {
        arguments.add(
            new Argument(
                argument.substring(0, colon).strip(),
                argument.substring(colon + 2, equals < 0 ? argument.length() : equals).strip(),
                equals < 0 ? "" : argument.substring(equals + 1).strip()));
      }
    }
    methods.add(
        new HostedMethod(
            head.substring(4, open).strip(),
            arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size()),
            head.substring(arrow + 3, head.length() - 1).strip()));
  }

  /** The arguments of a head: commas within brackets part none. */
  private static List<String> parts(String arguments) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(arguments.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(arguments.substring(start).strip());
    return parts;
  }

  /** A class by its full name; one of no weights and no methods where the code lacks it. */
  TorchClass classOf(String name) {
    return classes.getOrDefault(name, new TorchClass(Set.of(), List.of()));
  }

  Map<String, Integer> operators() {
    return names.operators();
  }

  boolean drawsRandomNumbers() {
    return operators().keySet().stream().anyMatch(RANDOM::contains);
  }

  List<Refusal> refusals() {
    return names.refusals();
  }
}
