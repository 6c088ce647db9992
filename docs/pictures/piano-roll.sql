-- The first minute of the song with the most kinds of instruments. See PianoRoll.java.
WITH song AS (
  SELECT f.midi_md5, t.title, t.artist_name
  FROM midi_files f
  JOIN track_midi m ON m.midi_md5 = f.midi_md5
  JOIN tracks t ON t.track_id = m.track_id
  WHERE f.status = 'ok'
  ORDER BY size(f.programs) DESC, f.midi_md5, t.track_id
  LIMIT 1
)
SELECT s.title, s.artist_name, n.onset_s, n.duration_s, n.pitch, n.velocity, n.program, n.is_drum
FROM notes n
JOIN song s ON s.midi_md5 = n.midi_md5
WHERE n.onset_s < 60
ORDER BY n.note_idx
