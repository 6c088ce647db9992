package io.partita.musicxml;

/**
 * A note as written, in a measure.
 *
 * @param staff from 0
 * @param voice its name, empty where it has none
 * @param at onset in units from the start of the measure
 * @param length in units
 * @param pitch sounding, 0 to 127
 * @param sound what plays it
 * @param velocity 1 to 127; 0 where the dynamics decide
 * @param endsTie whether it goes on from a note before it
 * @param startsTie whether it goes on in a note after it
 */
record NoteEvent(
    int staff,
    String voice,
    long at,
    long length,
    int pitch,
    Instruments.Sound sound,
    int velocity,
    boolean endsTie,
    boolean startsTie) {}
