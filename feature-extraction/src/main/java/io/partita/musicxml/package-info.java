/**
 * MusicXML to scores (W3C MusicXML 4.0 and older): {@link io.partita.musicxml.MusicXmlReader}, and
 * {@link io.partita.musicxml.ScoreFile} for code that takes MIDI and MusicXML.
 */
package io.partita.musicxml;
