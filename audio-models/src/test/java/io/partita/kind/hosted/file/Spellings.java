package io.partita.kind.hosted.file;

import java.util.ArrayList;
import java.util.List;

/** Ways to write a call of an operator that PyTorch, Python or a reader of text may take for it. */
final class Spellings {
  private Spellings() {}

  /**
   * Statements that call an operator.
   *
   * @param name as {@code save}
   * @param arguments as {@code x, "/tmp/a"}
   */
  static List<String> of(String name, String arguments) {
    String call = "(" + arguments + ")";
    List<String> spellings = new ArrayList<>();
    for (String space : List.of(" ", "\t", "\\\n", " \\\n\t ", "\n", "\r\n", " # a note\n      ")) {
      spellings.add("torch." + name + space + call);
      spellings.add("torch" + space + "." + space + name + call);
    }
    spellings.add("torch." + name + call);
    spellings.add("(torch)." + name + call);
    spellings.add("((torch) . " + name + ")" + call);
    spellings.add("t = torch\n      t." + name + call);
    spellings.add("f = torch." + name + "\n      f" + call);
    spellings.add("ops.aten." + name + call);
    spellings.add("ops . prim . " + name + call);
    spellings.add("(ops).aten." + name + call);
    spellings.add("o = ops\n      o.aten." + name + call);
    spellings.add("(x)." + name + call);
    spellings.add("x \\\n . \\\n " + name + " " + call);
    spellings.add("\"text\"." + name + call);
    spellings.add("5 ." + name + call);
    spellings.add("5.." + name + call);
    spellings.add("[x][0]." + name + call);
    spellings.add("getattr(x, \"" + name + "\")" + call);
    spellings.add("getattr(x, '" + name + "', )" + call);
    spellings.add("getattr ( x,\\\n\"\"\"" + name + "\"\"\")" + call);
    spellings.add("getattr([x, x][0], \"" + name + "\")" + call);
    spellings.add("__torch__." + name + call);
    spellings.add("_9 = \"\\\"\"; torch." + name + call + "; _8 = \"\\\"\"");
    spellings.add("_9 = 'a\"b'; torch." + name + call + " # \"");
    spellings.add("_9 = \"\"\"a\"b\n\"\"\"; torch." + name + call);
    spellings.add("_9 = \"a\\\n\"; torch." + name + call);
    spellings.add("# type: torch." + name + call);
    spellings.add("# a note\r      torch." + name + call);
    spellings.add("torch." + wide(name) + call);
    spellings.add("torch." + name.charAt(0) + "\u200b" + name.substring(1) + call);
    return spellings;
  }

  /** Spellings in which a name is put together, so that no reader can say it. */
  static List<String> hidden(String name, String arguments) {
    String call = "(" + arguments + ")";
    String half = name.substring(0, 2);
    String rest = name.substring(2);
    return List.of(
        "getattr(x, \"" + half + "\" \"" + rest + "\")" + call,
        "getattr(x, \"\\x" + Integer.toHexString(name.charAt(0)) + name.substring(1) + "\")" + call,
        "getattr(x, _9)" + call,
        "g = getattr\n      g(x, \"" + name + "\")" + call,
        "(getattr)(x, \"" + name + "\")" + call,
        "torch." + half + "\\\n" + rest + call,
        "torch." + half + " " + rest + call,
        "torch.\uff53" + name.substring(1) + call,
        "import torch",
        "n = __torch__\n      n.torch.classes.a.B" + call);
  }

  /** Letters of full width, which Python reads as the plain ones. */
  private static String wide(String name) {
    StringBuilder wide = new StringBuilder();
    name.chars().forEach(c -> wide.append(c > ' ' && c < 0x7f ? (char) (c + 0xfee0) : (char) c));
    return wide.toString();
  }
}
