CREATE OR REPLACE VIEW apps AS
SELECT app_id, name, created_at
FROM api_apps;
