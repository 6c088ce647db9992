package io.partita.model.slices;

import java.util.List;

/** The forms of slices that there are. */
public final class SliceForms {
  public static final SliceForm DRUMS = new DrumForm();
  public static final SliceForm MELODY = new MelodyForm();
  public static final SliceForm TRIO = new TrioForm();

  /** All of them. */
  public static final List<SliceForm> ALL = List.of(DRUMS, MELODY, TRIO);

  private SliceForms() {}

  /**
   * The form of that name.
   *
   * @throws IllegalArgumentException if absent
   */
  public static SliceForm named(String name) {
    return ALL.stream()
        .filter(form -> form.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "slices is "
                        + name
                        + ", not in "
                        + ALL.stream().map(SliceForm::name).toList()
                        + "."));
  }
}
