CREATE OR REPLACE VIEW quality_samples AS
SELECT sample.at, s.app_id, s.session_id, s.participant_id, s.media,
       s.direction, sample.number::integer AS sample_no,
       sample.mos::text::float8 AS mos, sample.packets::float8 AS packets,
       sample.packets_lost::float8 AS packets_lost,
       sample.jitter_ms::text::float8 AS jitter_ms,
       sample.rtt_ms::text::float8 AS rtt_ms,
       sample.frames_per_second::text::float8 AS frames_per_second,
       sample.frame_height::float8 AS frame_height,
       sample.frames_dropped::float8 AS frames_dropped,
       sample.concealment_events::float8 AS concealment_events
FROM quality_series AS s,
     unnest(s.at, s.mos, s.packets, s.packets_lost, s.jitter_ms, s.rtt_ms,
            s.frames_per_second, s.frame_height, s.frames_dropped,
            s.concealment_events)
         WITH ORDINALITY AS sample (at, mos, packets, packets_lost, jitter_ms,
            rtt_ms, frames_per_second, frame_height, frames_dropped,
            concealment_events, number);
