/**
 * MusicXML to scores (W3C MusicXML 4.0 and older): {@link io.partita.musicxml.MusicXmlReader}, and
 * {@link io.partita.musicxml.ScoreFile} for whoever takes MIDI and MusicXML alike.
 */
package io.partita.musicxml;
