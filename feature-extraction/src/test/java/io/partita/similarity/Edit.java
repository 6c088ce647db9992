package io.partita.similarity;

import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.score.TempoEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;

/** What people do to a MIDI file before they share it again. */
enum Edit {
  TRANSPOSED {
    @Override
    Score of(Score score, SplittableRandom random) {
      int shift = shift(score, 1 + random.nextInt(6), random.nextBoolean());
      return ticks(
          score,
          note ->
              note.isDrum()
                  ? note
                  : pitched(note, Math.max(0, Math.min(127, note.pitch() + shift))));
    }
  },
  VELOCITY_AND_PROGRAM {
    @Override
    Score of(Score score, SplittableRandom random) {
      int program = random.nextInt(128);
      return ticks(
          score,
          note ->
              new Note(
                  note.track(),
                  note.channel(),
                  program,
                  note.pitch(),
                  1 + random.nextInt(127),
                  note.onsetTick(),
                  note.offsetTick(),
                  0,
                  0,
                  note.closedBy()));
    }
  },
  MERGED_TRACKS {
    @Override
    Score of(Score score, SplittableRandom random) {
      return ticks(score, note -> moved(note, 0, note.onsetTick(), note.offsetTick()));
    }
  },
  TEMPO {
    @Override
    Score of(Score score, SplittableRandom random) {
      double factor = .7 + .6 * random.nextDouble();
      return build(score.division(), scaled(score, factor), score.notes());
    }
  },
  PPQ {
    @Override
    Score of(Score score, SplittableRandom random) {
      double factor = 96.0 / score.division().ticksPerQuarter();
      List<TempoEvent> tempos =
          score.tempos().stream()
              .map(
                  tempo ->
                      new TempoEvent(
                          Math.round(tempo.tick() * factor), 0, tempo.microsPerQuarter()))
              .toList();
      return build(
          Division.ppq(96),
          tempos,
          score.notes().stream()
              .map(
                  note ->
                      moved(
                          note,
                          note.track(),
                          Math.round(note.onsetTick() * factor),
                          Math.round(note.offsetTick() * factor)))
              .toList());
    }
  },
  HALF_TIME {
    @Override
    Score of(Score score, SplittableRandom random) {
      return build(score.division(), scaled(score, 2), score.notes());
    }
  },
  SECOND_GRID {
    @Override
    Score of(Score score, SplittableRandom random) {
      return seconds(score.notes(), note -> note.onsetS());
    }
  },
  JITTER {
    @Override
    Score of(Score score, SplittableRandom random) {
      return seconds(score.notes(), note -> note.onsetS() + .010 * random.nextGaussian());
    }
  },
  TRIM {
    @Override
    Score of(Score score, SplittableRandom random) {
      double end = .75 * end(score);
      return seconds(kept(score, note -> note.onsetS() < end), Note::onsetS);
    }
  },
  INTRO_CUT {
    @Override
    Score of(Score score, SplittableRandom random) {
      double start = .15 * end(score);
      return seconds(kept(score, note -> note.onsetS() >= start), note -> note.onsetS() - start);
    }
  },
  EXCERPT {
    @Override
    Score of(Score score, SplittableRandom random) {
      double start = .7 * random.nextDouble() * end(score);
      double stop = start + .3 * end(score);
      return seconds(
          kept(score, note -> note.onsetS() >= start && note.onsetS() < stop),
          note -> note.onsetS() - start);
    }
  },
  DROPPED_DRUMS {
    @Override
    Score of(Score score, SplittableRandom random) {
      return ticks(score, kept(score, note -> !note.isDrum()), note -> note);
    }
  },
  ORNAMENTS {
    @Override
    Score of(Score score, SplittableRandom random) {
      List<Note> notes = new ArrayList<>(score.notes());
      for (Note note : score.notes()) {
        if (!note.isDrum() && random.nextDouble() < .05) {
          long before = Math.max(0, note.onsetTick() - score.division().ticksPerQuarter() / 8);
          int step = random.nextBoolean() ? 1 : 2;
          notes.add(
              moved(
                  pitched(note, Math.min(127, note.pitch() + step)),
                  note.track(),
                  before,
                  note.onsetTick()));
        }
      }
      return build(score.division(), score.tempos(), notes);
    }
  },
  DROPPED_NOTES {
    @Override
    Score of(Score score, SplittableRandom random) {
      return ticks(score, kept(score, note -> random.nextDouble() >= .10), note -> note);
    }
  },
  OCTAVE {
    @Override
    Score of(Score score, SplittableRandom random) {
      List<Integer> parts = parts(score);
      int part = parts.get(random.nextInt(parts.size()));
      return ticks(
          score,
          note ->
              part(note) == part && !note.isDrum() && note.pitch() < 116
                  ? pitched(note, note.pitch() + 12)
                  : note);
    }
  },
  DROPPED_TRACK {
    @Override
    Score of(Score score, SplittableRandom random) {
      List<Integer> parts = parts(score);
      int part = parts.get(random.nextInt(parts.size()));
      return ticks(score, kept(score, note -> part(note) != part), note -> note);
    }

    @Override
    boolean suits(Score score) {
      return parts(score).size() > 1;
    }
  },
  DROPPED_MELODY {
    @Override
    Score of(Score score, SplittableRandom random) {
      int melody = melody(score);
      return ticks(score, kept(score, note -> part(note) != melody), note -> note);
    }

    @Override
    boolean suits(Score score) {
      return parts(score).size() > 1;
    }
  },
  QUANTISED {
    @Override
    Score of(Score score, SplittableRandom random) {
      long grid = Math.max(1, score.division().ticksPerQuarter() / 4);
      return ticks(
          score,
          note -> {
            long onset = (note.onsetTick() + grid / 2) / grid * grid;
            return moved(note, note.track(), onset, onset + Math.max(1, length(note)));
          });
    }
  },
  COMBINATION {
    @Override
    Score of(Score score, SplittableRandom random) {
      Score edited = score;
      for (Edit edit :
          List.of(TRANSPOSED, VELOCITY_AND_PROGRAM, TEMPO, DROPPED_NOTES, TRIM, JITTER)) {
        edited = edit.of(edited, random);
      }
      return MERGED_TRACKS.of(edited, random);
    }
  },
  TIME_STRETCHED {
    @Override
    Score of(Score score, SplittableRandom random) {
      double depth = .03 + .03 * random.nextDouble();
      double period = 8 + 8 * random.nextDouble();
      return seconds(
          score.notes(), note -> note.onsetS() + depth * period * Math.sin(note.onsetS() / period));
    }
  };

  /** Those that change something of files which hold drums only. */
  static final Set<Edit> OF_DRUMS =
      EnumSet.of(
          VELOCITY_AND_PROGRAM,
          MERGED_TRACKS,
          TEMPO,
          PPQ,
          HALF_TIME,
          SECOND_GRID,
          JITTER,
          TRIM,
          INTRO_CUT,
          EXCERPT,
          DROPPED_NOTES,
          QUANTISED,
          TIME_STRETCHED);

  abstract Score of(Score score, SplittableRandom random);

  /** Whether the file has what the edit takes away. */
  boolean suits(Score score) {
    return true;
  }

  /** The edit of a file, the same one each time; empty where it cannot be made. */
  Optional<Score> of(Score score, long seed) {
    boolean isPossible = !score.division().isSmpte() && !score.notes().isEmpty() && suits(score);
    return isPossible
        ? Optional.of(of(score, new SplittableRandom(seed * 31 + List.of(values()).indexOf(this))))
        : Optional.empty();
  }

  private static int part(Note note) {
    return note.track() * 16 + note.channel();
  }

  /** Of pitched notes, those of most notes first. */
  private static List<Integer> parts(Score score) {
    Map<Integer, Integer> sizes = new HashMap<>();
    score.notes().stream()
        .filter(note -> !note.isDrum())
        .forEach(note -> sizes.merge(part(note), 1, Integer::sum));
    return sizes.keySet().stream()
        .sorted(
            Comparator.<Integer>comparingInt(part -> -sizes.get(part))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Of the parts of a fifth of the notes or more the one whose notes are highest. */
  private static int melody(Score score) {
    return parts(score).stream()
        .filter(
            part ->
                score.notes().stream().filter(note -> part(note) == part).count() * 5
                    >= score.notes().size())
        .max(
            Comparator.comparingDouble(
                part ->
                    score.notes().stream()
                        .filter(note -> part(note) == part)
                        .mapToInt(Note::pitch)
                        .average()
                        .orElse(0)))
        .orElse(parts(score).get(0));
  }

  private static int shift(Score score, int semitones, boolean isUp) {
    int highest = score.notes().stream().mapToInt(Note::pitch).max().orElse(0);
    int lowest = score.notes().stream().mapToInt(Note::pitch).min().orElse(0);
    return (isUp && highest + semitones < 128) || lowest < semitones ? semitones : -semitones;
  }

  private static double end(Score score) {
    return score.notes().stream().mapToDouble(Note::onsetS).max().orElse(0);
  }

  private static long length(Note note) {
    return note.offsetTick() - note.onsetTick();
  }

  private static List<Note> kept(Score score, Predicate<Note> isKept) {
    return score.notes().stream().filter(isKept).toList();
  }

  private static Note pitched(Note note, int pitch) {
    return new Note(
        note.track(),
        note.channel(),
        note.program(),
        pitch,
        note.velocity(),
        note.onsetTick(),
        note.offsetTick(),
        note.onsetS(),
        note.durationS(),
        note.closedBy());
  }

  private static Note moved(Note note, int track, long onset, long offset) {
    return new Note(
        track,
        note.channel(),
        note.program(),
        note.pitch(),
        note.velocity(),
        onset,
        Math.max(onset, offset),
        note.onsetS(),
        note.durationS(),
        note.closedBy());
  }

  private static int micros(TempoEvent tempo, double factor) {
    return (int) Math.min((1 << 24) - 1, Math.max(1, tempo.microsPerQuarter() * factor));
  }

  private static List<TempoEvent> scaled(Score score, double factor) {
    List<TempoEvent> tempos = new ArrayList<>();
    if (score.tempos().stream().noneMatch(tempo -> tempo.tick() == 0)) {
      tempos.add(new TempoEvent(0, 0, (int) (TempoEvent.DEFAULT_MICROS_PER_QUARTER * factor)));
    }
    score
        .tempos()
        .forEach(tempo -> tempos.add(new TempoEvent(tempo.tick(), 0, micros(tempo, factor))));
    return tempos;
  }

  private static Score ticks(Score score, Function<Note, Note> edit) {
    return ticks(score, score.notes(), edit);
  }

  private static Score ticks(Score score, List<Note> notes, Function<Note, Note> edit) {
    return build(score.division(), score.tempos(), notes.stream().map(edit).toList());
  }

  /** A tick is a millisecond. */
  private static Score seconds(List<Note> notes, Function<Note, Double> onsetS) {
    return build(
        Division.ppq(500),
        List.of(),
        notes.stream()
            .map(
                note -> {
                  long onset = Math.max(0, Math.round(onsetS.apply(note) * 1000));
                  return moved(
                      note, note.track(), onset, onset + Math.round(note.durationS() * 1000));
                })
            .toList());
  }

  private static Score build(Division division, List<TempoEvent> tempos, List<Note> notes) {
    ScoreBuilder builder = Score.builder(division);
    tempos.forEach(tempo -> builder.tempo(tempo.tick(), tempo.microsPerQuarter()));
    notes.forEach(builder::note);
    return builder.build();
  }
}
