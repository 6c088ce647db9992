package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.notation.NotationFault;

/**
 * The tokens of XML: comments, processing instructions, sections, tags and texts. The parser holds
 * each of them whole, so that they are bounded before it sees them; and it looks for the end of a
 * document type's declarations to the end of the file, so that those are refused here.
 */
final class XmlTokens {
  /** Thirty times the longest of real scores. */
  static final int MOST_CHARACTERS = 1 << 20;

  private final char[] xml;
  private final int first;
  private final int end;
  private int at;

  private XmlTokens(char[] xml, int first, int end) {
    this.xml = xml;
    this.first = first;
    this.at = first;
    this.end = end;
  }

  /**
   * Looks at all tokens; where the XML is broken, the parser says so.
   *
   * @throws MalformedInputException {@link NotationFault#TOO_LARGE} at a token of more than {@link
   *     #MOST_CHARACTERS}, {@link MusicXmlFault#DECLARATIONS} at a document type with declarations
   */
  static void check(char[] xml, int from, int end) throws MalformedInputException {
    XmlTokens tokens = new XmlTokens(xml, from, end);
    while (tokens.at < end) {
      int start = tokens.at;
      tokens.pass();
      if (tokens.at - start > MOST_CHARACTERS) {
        throw new MalformedInputException(
            NotationFault.TOO_LARGE,
            start - from,
            "A comment, tag or text has more than " + MOST_CHARACTERS + " characters");
      }
    }
  }

  private void pass() throws MalformedInputException {
    if (starts("<!--")) {
      passTo("-->", 4);
    } else if (starts("<![CDATA[")) {
      passTo("]]>", 9);
    } else if (starts("<?")) {
      passTo("?>", 2);
    } else if (starts("<!")) {
      passDocumentType();
    } else if (starts("<")) {
      passTag();
    } else {
      while (at < end && xml[at] != '<') {
        at++;
      }
    }
  }

  private boolean starts(String text) {
    return isAt(at, text);
  }

  private boolean isAt(int place, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (place + i >= end || xml[place + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void passTo(String close, int opening) {
    at = Math.min(end, at + opening);
    while (at < end && !isAt(at, close)) {
      at++;
    }
    at = Math.min(end, at + close.length());
  }

  /** To the {@code >} or {@code [} that is in no quotes, and beyond it. */
  private char passTag() {
    char quote = 0;
    boolean isDocumentType = starts("<!");
    for (at++; at < end; at++) {
      char next = xml[at];
      if (quote != 0) {
        quote = next == quote ? 0 : quote;
      } else if (next == '"' || next == '\'') {
        quote = next;
      } else if (next == '>' || (next == '[' && isDocumentType)) {
        at++;
        return next;
      }
    }
    return 0;
  }

  private void passDocumentType() throws MalformedInputException {
    int start = at;
    if (passTag() != '[') {
      return;
    }
    while (at < end && Character.isWhitespace(xml[at])) {
      at++;
    }
    if (at == end || xml[at] != ']') {
      throw new MalformedInputException(
          MusicXmlFault.DECLARATIONS,
          start - first,
          "The document type has declarations of its own, which are not read");
    }
    passTag();
  }
}
