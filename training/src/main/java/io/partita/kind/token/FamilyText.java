package io.partita.kind.token;

import io.partita.model.evaluate.TextTable;
import java.util.Locale;
import java.util.Map;

/** What people read of a token model beside its figures. */
final class FamilyText {
  private FamilyText() {}

  /**
   * @param families as {@link FamilyScore#byFamily} has them
   */
  static String of(BitsPerNote bits, Map<String, Object> families) {
    TextTable table = new TextTable().row("family", "tokens", TokenNetwork.NATS, BitsPerNote.NAME);
    families.forEach(
        (family, figures) -> {
          Map<?, ?> of = (Map<?, ?>) figures;
          table.row(
              family,
              String.format(Locale.ROOT, "%,d", (Long) of.get("tokens")),
              TextTable.number((Double) of.get(TokenNetwork.NATS)),
              TextTable.number((Double) of.get(BitsPerNote.NAME)));
        });
    return String.format(
        Locale.ROOT,
        "%s is the mean over files, 95 %% %s%n%n%s",
        BitsPerNote.NAME,
        TextTable.interval(bits.interval()),
        table);
  }
}
