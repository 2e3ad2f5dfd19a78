CREATE OR REPLACE VIEW meetings AS
SELECT app_id, meeting_id, title, status, created_at, updated_at
FROM api_meetings;
