package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.TorchTokens.Kind.NAME;
import static io.partita.kind.hosted.file.TorchTokens.Kind.STRANGE;
import static io.partita.kind.hosted.file.TorchTokens.Kind.TEXT;

import io.partita.kind.hosted.file.TorchTokens.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Every name in the code of a TorchScript file, held against what a network's code may name: the
 * operators of {@link TorchOperators}, what the language has built in, and what the file itself
 * declares. A value's method may be any operator of PyTorch, whatever the value is, so a name after
 * a dot is looked at like one after {@code torch}.
 */
final class TorchNames {
  private static final int MOST_REFUSALS = 20;

  private static final Set<String> WORDS =
      Set.of(
          ("and as assert break class continue def del elif else except finally for from global if"
                  + " in is lambda None nonlocal not or pass raise return True False try while"
                  + " with yield")
              .split(" "));

  private static final Set<String> BUILT_IN =
      Set.of(
          ("__annotations__ abs all annotate any AssertionError bin bool chr complex dict divmod"
               + " enumerate Exception float hasattr hex inf infj int isinstance len list max min"
               + " nan nanj oct ord pow range rangelist reversed round set slice sorted str sum"
               + " super tuple unchecked_cast uninitialized zip _to_tensor id hash")
              .split(" "));

  private static final Set<String> TYPES =
      Set.of(
          ("Any AnyClassType AnyEnumType AnyListType AnyTupleType Callable Capsule Device Dict"
                  + " Dimname Enum Final Function Future Generator Interface Layout List"
                  + " MemoryFormat Module ModuleInterface NamedTuple NoneType number Number object"
                  + " Optional QScheme RRef ScalarType Storage Stream SymInt t Tensor Tuple Union")
              .split(" "));

  /** What the language has built in beside, whatever a file calls its own. */
  private static final Set<String> NEVER =
      Set.of("print", "fork", "awaitable", "export", "import", "exec", "eval", "open");

  private static final Pattern NAMED = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final Pattern CONSTANT = Pattern.compile("c\\d+");

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Set<String> declared = new HashSet<>();
  private final Set<String> qualified = new HashSet<>();
  private final Map<String, Integer> operators = new TreeMap<>();
  private final Map<String, Refusal> refusals = new LinkedHashMap<>();

  /** A file of code. */
  private record Source(String member, List<Token> tokens, long byteOffset) {
    Token at(int index) {
      return index >= 0 && index < tokens.size() ? tokens.get(index) : NONE;
    }
  }

  private static final Token NONE = new Token(TorchTokens.Kind.SIGN, " ", 0);

  /**
   * Adds a file of code, of which nothing is said before all are there.
   *
   * @param member its name in the zip, for messages
   * @param module its name in the code, as {@code __torch__.torch.nn.functional}
   * @param byteOffset of the member
   */
  void add(String member, String module, List<Token> tokens, long byteOffset) {
    Source source = new Source(member, tokens, byteOffset);
    sources.put(member, source);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).kind() == NAME) {
        Token before = source.at(i - 1);
        if (before.is(NAME, "def") || before.is(NAME, "class")) {
          qualified.add(module + "." + tokens.get(i).text());
          declared.add(tokens.get(i).text());
        } else if (binds(before, source.at(i + 1))) {
          declared.add(tokens.get(i).text());
        }
      }
    }
  }

  /** Whether a name between these may be given a meaning there. */
  private static boolean binds(Token before, Token after) {
    return after.isSign('=')
        || after.isSign(':')
        || after.isSign(',')
        || before.isSign(',')
        || before.is(NAME, "for")
        || before.is(NAME, "as");
  }

  /** Looks at every name of every file. */
  void check() {
    for (Source source : sources.values()) {
      int i = 0;
      while (i < source.tokens().size()) {
        i = check(source, i);
      }
    }
  }

  /** Looks at one token, or at a few that belong together; returns the index after them. */
  private int check(Source source, int i) {
    Token token = source.at(i);
    if (token.kind() == STRANGE) {
      refuse(source, token, token.text(), "is spelled as PyTorch spells no name");
    } else if (token.kind() == TEXT && token.text().matches("cuda(:\\d+)?")) {
      add(
          "cuda",
          new Refusal(
              HostedFault.SAVED_FOR_CUDA,
              source.byteOffset(),
              "%s puts tensors on a GPU: export the model on the CPU"
                  .formatted(place(source, token))));
    } else if (token.kind() == NAME) {
      return source.at(i - 1).isSign('.') ? attribute(source, i) : name(source, i);
    }
    return i + 1;
  }

  private int attribute(Source source, int i) {
    require(source, source.at(i), source.at(i).text());
    return i + 1;
  }

  /** A name without a dot before it. */
  private int name(Source source, int i) {
    Token token = source.at(i);
    switch (token.text()) {
      case "torch" -> {
        return operator(source, i, 1);
      }
      case "ops" -> {
        return operator(source, i, 2);
      }
      case "__torch__" -> {
        return own(source, i);
      }
      case "import" -> {
        if (source.at(i + 1).is(NAME, "__torch__")) {
          return skipPath(source, i + 1);
        }
        refuse(source, token, "import", "loads what is not in the file");
      }
      case "CONSTANTS" -> {
        if (!source.at(i + 1).isSign('.') || !CONSTANT.matcher(source.at(i + 2).text()).matches()) {
          refuse(source, token, "CONSTANTS", "is used as PyTorch never writes it");
        }
        return i + 3;
      }
      case "getattr" -> attributeByText(source, i);
      default -> {
        String name = token.text();
        boolean isOwn = declared.contains(name) && !NEVER.contains(name);
        if (!isOwn && !WORDS.contains(name) && !BUILT_IN.contains(name) && !TYPES.contains(name)) {
          refuse(source, token, name, "is nothing that a network needs");
        }
      }
    }
    return i + 1;
  }

  /**
   * An operator: {@code torch.conv1d}, {@code ops.prim.max}. A namespace without an operator could
   * be given another name, so it is refused.
   *
   * @param depth names between the first and the last, with the last
   */
  private int operator(Source source, int i, int depth) {
    StringBuilder path = new StringBuilder(source.at(i).text());
    List<Token> names = new ArrayList<>();
    for (int name = 1; name <= depth; name++) {
      Token found = source.at(i + 2 * name);
      if (!source.at(i + 2 * name - 1).isSign('.') || found.kind() != NAME) {
        Token next = source.at(i + 2 * name - (found.kind() == STRANGE ? 0 : 1));
        String shown = next.kind() == STRANGE ? path + "." + next.text() : path.toString();
        refuse(source, source.at(i), shown, "is used as PyTorch never writes it");
        return i + 1;
      }
      names.add(found);
      path.append('.').append(found.text());
    }
    Token last = names.get(depth - 1);
    String namespace = depth == 1 ? "aten" : names.get(0).text();
    String full = namespace + "::" + last.text();
    operators.merge(full, 1, Integer::sum);
    boolean isKnown = namespace.equals("aten") || namespace.equals("prim");
    if (!isKnown || !TorchOperators.isAllowed(last.text())) {
      refuseOperator(source, last, full);
    }
    return i + 2 * depth + 1;
  }

  /** A class or function of the file itself; what follows it are names after dots. */
  private int own(Source source, int i) {
    StringBuilder path = new StringBuilder("__torch__");
    int at = i;
    int end = -1;
    while (source.at(at + 1).isSign('.') && source.at(at + 2).kind() == NAME) {
      at += 2;
      path.append('.').append(source.at(at).text());
      end = qualified.contains(path.toString()) ? at : end;
    }
    if (end < 0) {
      refuse(source, source.at(i), path.toString(), "is not in the file");
      end = at;
    }
    return end + 1;
  }

  private static int skipPath(Source source, int from) {
    int at = from;
    while (source.at(at + 1).isSign('.')) {
      at += 2;
    }
    return at + 1;
  }

  /** {@code getattr(value, "name")}: the text is a name after a dot. */
  private void attributeByText(Source source, int i) {
    int depth = 0;
    int at = i + 1;
    while (at < source.tokens().size()) {
      Token token = source.at(at);
      if (token.isSign('(') || token.isSign('[') || token.isSign('{')) {
        depth++;
      } else if (token.isSign(')') || token.isSign(']') || token.isSign('}')) {
        depth--;
      }
      if (depth <= 0 || (depth == 1 && token.isSign(','))) {
        break;
      }
      at++;
    }
    Token text = source.at(at + 1);
    boolean ends =
        source.at(at + 2).isSign(')')
            || (source.at(at + 2).isSign(',') && source.at(at + 3).isSign(')'));
    boolean isPlain = text.kind() == TEXT && text.text().indexOf('\\') < 0 && ends;
    if (!isPlain || depth != 1) {
      refuse(source, source.at(i), "getattr", "is used as PyTorch never writes it");
    } else if (NAMED.matcher(text.text()).matches()) {
      require(source, text, text.text());
    }
  }

  private void require(Source source, Token token, String name) {
    boolean isOwn = declared.contains(name) && !TorchOperators.isRefused(name);
    if (!TorchOperators.isAllowed(name) && !isOwn) {
      refuseOperator(source, token, "aten::" + name);
    }
  }

  private void refuseOperator(Source source, Token token, String full) {
    String name = full.substring(full.lastIndexOf(':') + 1);
    if (TorchOperators.touchesFiles(name)) {
      add(
          full,
          new Refusal(
              HostedFault.TOUCHES_FILES,
              source.byteOffset(),
              "%s uses %s, which reads or writes files"
                  .formatted(place(source, token), QuotedTexts.shortened(full))));
    } else {
      refuse(source, token, full, "is no operator that a network needs");
    }
  }

  private void refuse(Source source, Token token, String name, String why) {
    String shown = QuotedTexts.shortened(name);
    add(
        shown,
        new Refusal(
            HostedFault.UNKNOWN_OPERATOR,
            source.byteOffset(),
            "%s uses %s, which %s".formatted(place(source, token), shown, why)));
  }

  private static String place(Source source, Token token) {
    return QuotedTexts.shortened(source.member()) + ", line " + token.line() + ",";
  }

  private void add(String name, Refusal refusal) {
    if (refusals.size() < MOST_REFUSALS) {
      refusals.putIfAbsent(name, refusal);
    }
  }

  Map<String, Integer> operators() {
    return operators;
  }

  List<Refusal> refusals() {
    return List.copyOf(refusals.values());
  }
}
