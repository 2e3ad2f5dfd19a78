/*
 * resources.c
 *		THE TABLE: the resources of the RealtimeKit REST API.
 *
 * A new endpoint is a new entry here and nothing anywhere else.  Names and
 * meanings: developers.cloudflare.com/api/resources/realtime_kit.  The API's
 * description went through several generations (participants' statistics came
 * and went, "data.session" became "data", one object became a list), so every
 * place where rows have stood is a candidate and every column may be NULL.
 *
 * Entries stand in the order of the path: each with its methods, its columns
 * and itself; columns that several of them share come first.
 */
#include <stddef.h>

#include "lookup.h"

#define KIT "/accounts/{account_id}/realtime/kit/"
#define APP KIT "{app_id}/"

/* Kinds of columns. */
#define PATH_COLUMN(name, description) \
	{name, RTK_TEXT, RTK_FROM_PATH, NULL, NULL, NULL, NULL, description}
#define OUTER_COLUMN(name, description) \
	{name, RTK_TEXT, RTK_FROM_PATH, name, NULL, NULL, NULL, description}
#define KEY_COLUMN(name, description) \
	{name, RTK_TEXT, RTK_FROM_ROW, "id", NULL, NULL, NULL, description}
#define ROW_COLUMN(name, type, description) \
	{name, type, RTK_FROM_ROW, NULL, NULL, NULL, NULL, description}
#define MEMBER_COLUMN(name, type, path, description) \
	{name, type, RTK_FROM_ROW, path, NULL, NULL, NULL, description}
#define FILTER_COLUMN(name, values, description) \
	{name, RTK_TEXT, RTK_FROM_ROW, NULL, name, values, NULL, description}
#define ASKED_COLUMN(name, asks, description) \
	{name, RTK_JSONB, RTK_FROM_ROW, NULL, NULL, NULL, asks, description}
#define DETAILS_COLUMN(name, path, asks, description) \
	{name, RTK_JSONB, RTK_FROM_DETAILS, path, NULL, NULL, asks, description}
#define QUERY_COLUMN(name, type, description) \
	{name, type, RTK_FROM_QUERY, NULL, name, NULL, NULL, \
	RTK_QUERY_DESCRIPTION description}

/* Columns of many tables. */
#define ACCOUNT_COLUMN PATH_COLUMN("account_id", "Cloudflare account")
#define APP_COLUMN PATH_COLUMN("app_id", "RealtimeKit app")
#define CREATED_COLUMN ROW_COLUMN("created_at", RTK_TIMESTAMPTZ, \
								  "when the object was created")
#define UPDATED_COLUMN ROW_COLUMN("updated_at", RTK_TIMESTAMPTZ, \
								  "when the object was last updated")
#define ENVELOPE_COLUMNS \
	{"data", RTK_JSONB, RTK_FROM_DATA, NULL, NULL, NULL, "filters=*", \
	"the row, or all that the API sent where it was asked for alone"}, \
	{"success", RTK_BOOLEAN, RTK_FROM_SUCCESS, NULL, NULL, NULL, NULL, \
	"success member of the reply"}
#define PAGE_COLUMNS \
	QUERY_COLUMN("page_no", RTK_INTEGER, "this page only, from 1"), \
	QUERY_COLUMN("per_page", RTK_INTEGER, \
				 "rows of the one page that is then read")
#define RANGE_COLUMNS \
	QUERY_COLUMN("start_time", RTK_TIMESTAMPTZ, \
				 "from here; the API does not say of which time"), \
	QUERY_COLUMN("end_time", RTK_TIMESTAMPTZ, \
				 "to here; the API does not say of which time")
#define SORT_ORDER_COLUMN \
	QUERY_COLUMN("sort_order", RTK_TEXT, "ASC or DESC")

/*
 * Keys to a bucket or a server that a recording or a stream is sent to.  The
 * API has changed the case of names before, and where objects stand.
 */
#define SECRETS "stream_key|access_key|secret|password|private_key|rtmp_url" \
	"|streamKey|accessKey|privateKey|rtmpUrl"

/* Where somebody was, and with which machine. */
#define PERSONAL_STATISTICS "ip_information|ip_details|ip|ipv4|ipv6" \
	"|ip_location|location|coords|city|postal|loc|user_agent" \
	"|local_candidate_address|local_candidate_related_address" \
	"|remote_candidate_address|sdp"

/* A session, but for its id and its meeting. */
#define SESSION_COLUMNS \
	ROW_COLUMN("meeting_display_name", RTK_TEXT, "title of its meeting"), \
	ROW_COLUMN("organization_id", RTK_TEXT, "app that hosted the session"), \
	ROW_COLUMN("type", RTK_TEXT, "meeting, livestream or participant")
#define SESSION_COUNT_COLUMNS \
	ROW_COLUMN("live_participants", RTK_INTEGER, "participants in it now"), \
	ROW_COLUMN("max_concurrent_participants", RTK_INTEGER, \
			   "most participants at one time"), \
	ROW_COLUMN("minutes_consumed", RTK_FLOAT8, "participant minutes"), \
	ROW_COLUMN("started_at", RTK_TIMESTAMPTZ, "when the session started"), \
	ROW_COLUMN("ended_at", RTK_TIMESTAMPTZ, \
			   "when the session ended, NULL while it is live"), \
	CREATED_COLUMN, \
	UPDATED_COLUMN

/* Who took part in a session, but for the participant's id. */
#define PARTICIPANT_COLUMNS \
	ROW_COLUMN("user_id", RTK_TEXT, "id of the user over all sessions"), \
	ROW_COLUMN("custom_participant_id", RTK_TEXT, \
			   "id that your backend gave the participant"), \
	ROW_COLUMN("display_name", RTK_TEXT, "name shown in the session"), \
	MEMBER_COLUMN("preset_name", RTK_TEXT, "preset_name|role", \
				  "preset (role) of the participant"), \
	ROW_COLUMN("joined_at", RTK_TIMESTAMPTZ, "when the participant joined"), \
	ROW_COLUMN("left_at", RTK_TIMESTAMPTZ, \
			   "when the participant left, NULL while in the session"), \
	ROW_COLUMN("duration", RTK_FLOAT8, "minutes in the session"), \
	CREATED_COLUMN, \
	UPDATED_COLUMN, \
	ASKED_COLUMN("peer_events", "include_peer_events=true", \
				 "connection events; asked for only when used")
#define STATISTICS_QUERY_COLUMNS \
	QUERY_COLUMN("filters", RTK_TEXT, \
				 "device_info, ip_information, precall_network_information, " \
				 "events, quality_stats"), \
	QUERY_COLUMN("include_peer_events", RTK_BOOLEAN, "ask for peer events")

/* A livestream, but for its id, its meeting and its state. */
#define LIVESTREAM_COLUMNS \
	ROW_COLUMN("disabled", RTK_BOOLEAN, "has been switched off"), \
	ROW_COLUMN("ingest_server", RTK_TEXT, \
			   "address that the encoder sends to, without the stream key"), \
	ROW_COLUMN("playback_url", RTK_TEXT, "address for viewers"), \
	CREATED_COLUMN, \
	UPDATED_COLUMN

/* One time that a livestream was on the air, but for its ids. */
#define LIVESTREAM_SESSION_COLUMNS \
	ROW_COLUMN("err_message", RTK_TEXT, "what went wrong, if something did"), \
	ROW_COLUMN("invoked_time", RTK_TIMESTAMPTZ, "when it was asked for"), \
	ROW_COLUMN("started_time", RTK_TIMESTAMPTZ, "when it began"), \
	ROW_COLUMN("stopped_time", RTK_TIMESTAMPTZ, \
			   "when it ended, NULL while on the air"), \
	ROW_COLUMN("ingest_seconds", RTK_FLOAT8, "seconds of input"), \
	ROW_COLUMN("viewer_seconds", RTK_FLOAT8, "seconds watched, all viewers"), \
	CREATED_COLUMN, \
	UPDATED_COLUMN

/* A recording, but for its id, session and state. */
#define RECORDING_COLUMNS \
	ROW_COLUMN("output_file_name", RTK_TEXT, "name of the file"), \
	ROW_COLUMN("file_size", RTK_BIGINT, "bytes"), \
	ROW_COLUMN("recording_duration", RTK_FLOAT8, "seconds"), \
	ROW_COLUMN("invoked_time", RTK_TIMESTAMPTZ, "when it was asked for"), \
	ROW_COLUMN("started_time", RTK_TIMESTAMPTZ, "when it began"), \
	ROW_COLUMN("stopped_time", RTK_TIMESTAMPTZ, \
			   "when it ended, NULL while it runs"), \
	ROW_COLUMN("download_url", RTK_TEXT, \
			   "where to fetch the file, for a while and without a token"), \
	ROW_COLUMN("audio_download_url", RTK_TEXT, \
			   "where to fetch the sound alone, if it was recorded so"), \
	ROW_COLUMN("download_url_expiry", RTK_TIMESTAMPTZ, \
			   "until when the addresses work")

#define COLUMNS(array) (int) (sizeof(array) / sizeof((array)[0])), array

/* apps */

static const RtkMethod apps_list = {
	.path = KIT "apps",
	.rows = "data",
	.paging = RTK_PAGED_MAYBE,
	.parameters = "search|sort_order|page_no|per_page",
};

static const RtkColumn apps_columns[] = {
	ACCOUNT_COLUMN,
	KEY_COLUMN("app_id", "id of the app"),
	ROW_COLUMN("name", RTK_TEXT, "name of the app"),
	CREATED_COLUMN,
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("search", RTK_TEXT, "text to search apps by"),
	SORT_ORDER_COLUMN,
	PAGE_COLUMNS,
};

static const RtkResource apps = {
	.name = "apps",
	.description = "RealtimeKit apps of an account",
	.key = "app_id",
	.list = &apps_list,
	.rows = 3,
	COLUMNS(apps_columns),
};

/* {app_id}/analytics/daywise: totals of the range, and two rows for a day */

#define ANALYTICS_QUERY_COLUMNS \
	QUERY_COLUMN("start_date", RTK_DATE, \
				 "first day; without it the API takes the last 30 days"), \
	QUERY_COLUMN("end_date", RTK_DATE, "last day")

static const RtkMethod analytics_totals = {
	.path = APP "analytics/daywise",
	.rows = "data",
	.paging = RTK_NOT_PAGED,
	.parameters = "start_date|end_date",
};

static const RtkColumn analytics_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	MEMBER_COLUMN("sessions_count", RTK_BIGINT,
				  "session_stats.sessions_count", "sessions in the range"),
	MEMBER_COLUMN("sessions_minutes_consumed", RTK_FLOAT8,
				  "session_stats.sessions_minutes_consumed",
				  "minutes consumed by these sessions"),
	MEMBER_COLUMN("recording_count", RTK_BIGINT,
				  "recording_stats.recording_count",
				  "recordings in the range"),
	MEMBER_COLUMN("recording_minutes_consumed", RTK_FLOAT8,
				  "recording_stats.recording_minutes_consumed",
				  "minutes of these recordings"),
	ENVELOPE_COLUMNS,
	ANALYTICS_QUERY_COLUMNS,
};

static const RtkResource analytics = {
	.name = "analytics",
	.description = "sessions and recordings of an app in a range of days, "
	"in total",
	.list = &analytics_totals,
	.rows = 1,
	COLUMNS(analytics_columns),
};

static const RtkMethod analytics_sessions_list = {
	.path = APP "analytics/daywise",
	.rows = "data.session_stats.day_stats",
	.paging = RTK_NOT_PAGED,
	.lone = "day",
	.around = "session_stats|recording_stats",
	.parameters = "start_date|end_date",
};

static const RtkColumn analytics_sessions_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	ROW_COLUMN("day", RTK_TIMESTAMPTZ,
			   "start of the day, UTC; days without sessions are left out"),
	ROW_COLUMN("total_sessions", RTK_BIGINT, "sessions of the day"),
	ROW_COLUMN("total_session_minutes", RTK_FLOAT8,
			   "minutes consumed by these sessions"),
	ENVELOPE_COLUMNS,
	ANALYTICS_QUERY_COLUMNS,
};

static const RtkResource analytics_sessions = {
	.name = "analytics_sessions",
	.description = "sessions of an app by day",
	.list = &analytics_sessions_list,
	.rows = 30,
	COLUMNS(analytics_sessions_columns),
};

static const RtkMethod analytics_recordings_list = {
	.path = APP "analytics/daywise",
	.rows = "data.recording_stats.day_stats",
	.paging = RTK_NOT_PAGED,
	.lone = "day",
	.around = "session_stats|recording_stats",
	.parameters = "start_date|end_date",
};

static const RtkColumn analytics_recordings_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	ROW_COLUMN("day", RTK_TIMESTAMPTZ,
			   "start of the day, UTC; days without recordings are left out"),
	ROW_COLUMN("total_recordings", RTK_BIGINT, "recordings of the day"),
	ROW_COLUMN("total_recording_minutes", RTK_FLOAT8,
			   "minutes of these recordings"),
	ENVELOPE_COLUMNS,
	ANALYTICS_QUERY_COLUMNS,
};

static const RtkResource analytics_recordings = {
	.name = "analytics_recordings",
	.description = "recordings of an app by day",
	.list = &analytics_recordings_list,
	.rows = 30,
	COLUMNS(analytics_recordings_columns),
};

/*
 * {app_id}/analytics/livestreams: some generations of the API take the range
 * in Unix seconds and some in RFC 3339, so it is sent as the query has it.
 */

#define LIVESTREAM_ANALYTICS_COLUMNS \
	ROW_COLUMN("total_ingest_seconds", RTK_FLOAT8, "seconds of input"), \
	ROW_COLUMN("total_viewer_seconds", RTK_FLOAT8, \
			   "seconds watched, all viewers"), \
	ENVELOPE_COLUMNS, \
	QUERY_COLUMN("start_time", RTK_TEXT, \
				 "from here, in Unix seconds or RFC 3339; sent as it is"), \
	QUERY_COLUMN("end_time", RTK_TEXT, \
				 "to here, in Unix seconds or RFC 3339; sent as it is"), \
	QUERY_COLUMN("filters", RTK_TEXT, \
				 "as the API takes it; its form is not documented")

static const RtkMethod livestreams_overall_total = {
	.path = APP "analytics/livestreams/overall",
	.rows = "data",
	.paging = RTK_NOT_PAGED,
	.parameters = "start_time|end_time|filters",
};

static const RtkColumn livestreams_overall_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	ROW_COLUMN("count", RTK_BIGINT, "livestreams"),
	LIVESTREAM_ANALYTICS_COLUMNS,
};

static const RtkResource livestreams_overall = {
	.name = "livestreams_overall",
	.description = "livestreams of an app in a range of time, in total",
	.list = &livestreams_overall_total,
	.rows = 1,
	COLUMNS(livestreams_overall_columns),
};

static const RtkMethod livestreams_daywise_list = {
	.path = APP "analytics/livestreams/daywise",
	.rows = "data",
	.paging = RTK_NOT_PAGED,
	.lone = "date",
	.parameters = "start_time|end_time|filters",
};

static const RtkColumn livestreams_daywise_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	ROW_COLUMN("date", RTK_TIMESTAMPTZ, "the day, from its start"),
	ROW_COLUMN("count", RTK_BIGINT, "livestream sessions"),
	LIVESTREAM_ANALYTICS_COLUMNS,
};

static const RtkResource livestreams_daywise = {
	.name = "livestreams_daywise",
	.description = "livestreams of an app by day",
	.list = &livestreams_daywise_list,
	.rows = 30,
	COLUMNS(livestreams_daywise_columns),
};

/* {app_id}/livestreams */

static const RtkMethod livestreams_list = {
	.path = APP "livestreams",
	.rows = "data|data.livestreams|data.data",
	.paging = RTK_PAGED,
	.lone = "id",
	.parameters = "exclude_meetings|status|start_time|end_time|sort_order"
	"|page_no|per_page",
	.times = "created_at",
};

static const RtkMethod livestreams_single = {
	.path = APP "livestreams/{livestream_id}",
	.rows = "data.livestream|data",
	.paging = RTK_NOT_PAGED,
	.lone = "id",
};

static const RtkColumn livestreams_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("livestream_id", "id of the livestream"),
	ROW_COLUMN("meeting_id", RTK_TEXT,
			   "meeting that is streamed, NULL for one without a meeting"),
	ROW_COLUMN("name", RTK_TEXT, "name of the livestream"),
	FILTER_COLUMN("status", "LIVE|IDLE|ERRORED|INVOKED",
				  "LIVE, IDLE, ERRORED, INVOKED or OFFLINE"),
	LIVESTREAM_COLUMNS,
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("exclude_meetings", RTK_BOOLEAN,
				 "leave out those of meetings"),
	RANGE_COLUMNS,
	QUERY_COLUMN("sort_order", RTK_TEXT, "ASC or DSC (so spelt)"),
	PAGE_COLUMNS,
};

static const RtkResource livestreams = {
	.name = "livestreams",
	.description = "livestreams of an app, of meetings and without",
	.key = "livestream_id",
	.list = &livestreams_list,
	.single = &livestreams_single,
	.secrets = SECRETS,
	.rows = 20,
	COLUMNS(livestreams_columns),
};

static const RtkMethod livestreams_sessions_list = {
	.path = APP "livestreams/{livestream_id}",
	.rows = "data.sessions|data.session",
	.paging = RTK_PAGED,
	.lone = "id",
	.around = "livestream",
	.parameters = "page_no|per_page",
};

static const RtkMethod livestreams_sessions_single = {
	.path = APP "livestreams/sessions/{livestream_session_id}",
	.rows = "data.session|data",
	.paging = RTK_NOT_PAGED,
	.lone = "id",
};

static const RtkColumn livestreams_sessions_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	OUTER_COLUMN("livestream_id", "livestream that was on the air"),
	KEY_COLUMN("livestream_session_id", "id of the livestream session"),
	LIVESTREAM_SESSION_COLUMNS,
	ENVELOPE_COLUMNS,
	PAGE_COLUMNS,
};

static const RtkResource livestreams_sessions = {
	.name = "livestreams_sessions",
	.description = "sessions of a livestream: the times that it was on the air",
	.key = "livestream_session_id",
	.list = &livestreams_sessions_list,
	.single = &livestreams_sessions_single,
	.secrets = SECRETS,
	.rows = 5,
	COLUMNS(livestreams_sessions_columns),
};

static const RtkMethod livestreams_active_list = {
	.path = APP "livestreams/{livestream_id}/active-livestream-session",
	.rows = "data",
	.paging = RTK_NOT_PAGED,
	.lone = "session",
	.missing_ok = true,
	.around = "livestream|session",
};

static const RtkColumn livestreams_active_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("livestream_id", "livestream that is on the air"),
	MEMBER_COLUMN("livestream_session_id", RTK_TEXT, "session.id",
				  "id of the livestream session"),
	MEMBER_COLUMN("err_message", RTK_TEXT, "session.err_message",
				  "what went wrong, if something did"),
	MEMBER_COLUMN("invoked_time", RTK_TIMESTAMPTZ, "session.invoked_time",
				  "when it was asked for"),
	MEMBER_COLUMN("started_time", RTK_TIMESTAMPTZ, "session.started_time",
				  "when it began"),
	MEMBER_COLUMN("stopped_time", RTK_TIMESTAMPTZ, "session.stopped_time",
				  "when it ended, NULL while on the air"),
	MEMBER_COLUMN("ingest_seconds", RTK_FLOAT8, "session.ingest_seconds",
				  "seconds of input so far"),
	MEMBER_COLUMN("viewer_seconds", RTK_FLOAT8, "session.viewer_seconds",
				  "seconds watched so far, all viewers"),
	MEMBER_COLUMN("created_at", RTK_TIMESTAMPTZ, "session.created_at",
				  "when the livestream session was created"),
	MEMBER_COLUMN("updated_at", RTK_TIMESTAMPTZ, "session.updated_at",
				  "when the livestream session was last updated"),
	MEMBER_COLUMN("meeting_id", RTK_TEXT, "livestream.meeting_id",
				  "meeting that is streamed"),
	MEMBER_COLUMN("name", RTK_TEXT, "livestream.name",
				  "name of the livestream"),
	MEMBER_COLUMN("status", RTK_TEXT, "livestream.status",
				  "LIVE, IDLE, ERRORED, INVOKED or OFFLINE"),
	MEMBER_COLUMN("disabled", RTK_BOOLEAN, "livestream.disabled",
				  "the livestream has been switched off"),
	MEMBER_COLUMN("ingest_server", RTK_TEXT, "livestream.ingest_server",
				  "address that the encoder sends to, without the stream key"),
	MEMBER_COLUMN("playback_url", RTK_TEXT, "livestream.playback_url",
				  "address for viewers"),
	ENVELOPE_COLUMNS,
};

static const RtkResource livestreams_active_livestream_session = {
	.name = "livestreams_active_livestream_session",
	.description = "the session of a livestream that is on the air now, if any",
	.list = &livestreams_active_list,
	.secrets = SECRETS,
	.rows = 0.1,
	COLUMNS(livestreams_active_columns),
};

/* {app_id}/meetings */

static const RtkMethod meetings_list = {
	.path = APP "meetings",
	.rows = "data|data.meetings",
	.paging = RTK_PAGED,
	.parameters = "search|status|start_time|end_time|page_no|per_page",
	.times = "created_at",
};

static const RtkMethod meetings_single = {
	.path = APP "meetings/{meeting_id}",
	.rows = "data.meeting|data",
	.paging = RTK_NOT_PAGED,
};

static const RtkColumn meetings_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("meeting_id", "id of the meeting"),
	ROW_COLUMN("title", RTK_TEXT, "title of the meeting"),
	FILTER_COLUMN("status", "ACTIVE|INACTIVE",
				  "ACTIVE or INACTIVE; an inactive meeting cannot be joined"),
	ROW_COLUMN("record_on_start", RTK_BOOLEAN,
			   "is recorded as soon as somebody joins"),
	ROW_COLUMN("live_stream_on_start", RTK_BOOLEAN,
			   "is streamed live from its start"),
	ROW_COLUMN("persist_chat", RTK_BOOLEAN,
			   "chat outlasts the session; sources differ on how long"),
	ROW_COLUMN("summarize_on_end", RTK_BOOLEAN,
			   "a summary is made from the transcript at the end"),
	ROW_COLUMN("transcribe_on_end", RTK_BOOLEAN,
			   "a transcript is made at the end"),
	ROW_COLUMN("session_keep_alive_time_in_secs", RTK_FLOAT8,
			   "seconds a session lives on after the last one left"),
	DETAILS_COLUMN("recording_config", NULL, NULL,
				   "recording settings, one more request for each meeting"),
	DETAILS_COLUMN("ai_config", NULL, NULL,
				   "transcription and summary settings, one more request for "
				   "each meeting"),
	CREATED_COLUMN,
	UPDATED_COLUMN,
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("search", RTK_TEXT, "text to search meetings by"),
	RANGE_COLUMNS,
	PAGE_COLUMNS,
};

static const RtkResource meetings = {
	.name = "meetings",
	.description = "meetings of an app",
	.key = "meeting_id",
	.list = &meetings_list,
	.single = &meetings_single,
	.secrets = SECRETS,
	.rows = 300,
	COLUMNS(meetings_columns),
};

static const RtkMethod active_livestream_list = {
	.path = APP "meetings/{meeting_id}/active-livestream",
	.rows = "data.livestream|data",
	.paging = RTK_NOT_PAGED,
	.lone = "id",
	.missing_ok = true,
	.around = "",
};

static const RtkColumn active_livestream_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("meeting_id", "meeting that is streamed"),
	KEY_COLUMN("livestream_id", "id of the livestream"),
	ROW_COLUMN("name", RTK_TEXT, "name of the livestream"),
	ROW_COLUMN("status", RTK_TEXT, "LIVE, IDLE, ERRORED, INVOKED or OFFLINE"),
	LIVESTREAM_COLUMNS,
	ENVELOPE_COLUMNS,
};

static const RtkResource livestreams_active_livestream = {
	.name = "livestreams_active_livestream",
	.description = "the livestream of a meeting that is on the air now, if any",
	.key = "livestream_id",
	.list = &active_livestream_list,
	.secrets = SECRETS,
	.rows = 0.1,
	COLUMNS(active_livestream_columns),
};

static const RtkMethod active_session_list = {
	.path = APP "meetings/{meeting_id}/active-session",
	.rows = "data.session|data",
	.paging = RTK_NOT_PAGED,
	.lone = "id",
	.missing_ok = true,
	.around = "",
};

static const RtkColumn active_session_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("meeting_id", "meeting that is in session"),
	KEY_COLUMN("session_id", "id of the session"),
	ROW_COLUMN("associated_id", RTK_TEXT,
			   "id of its meeting (a room name for V1 meetings)"),
	SESSION_COLUMNS,
	ROW_COLUMN("status", RTK_TEXT, "LIVE or ENDED"),
	SESSION_COUNT_COLUMNS,
	ROW_COLUMN("breakout_rooms", RTK_JSONB, "sessions of its breakout rooms"),
	ROW_COLUMN("meta", RTK_JSONB, "free-form, in some generations of the API"),
	ENVELOPE_COLUMNS,
};

static const RtkResource active_session = {
	.name = "active_session",
	.description = "the session of a meeting that is live now, if any",
	.key = "session_id",
	.list = &active_session_list,
	.secrets = SECRETS,
	.rows = 0.1,
	COLUMNS(active_session_columns),
};

/*
 * {app_id}/meetings/{meeting_id}/livestream: one reply with livestreams and
 * sessions, either of them a list in one generation of the API and one object
 * in another.
 */

static const RtkMethod livestream_list = {
	.path = APP "meetings/{meeting_id}/livestream",
	.rows = "data.livestreams|data.livestream",
	.paging = RTK_PAGED_UNCOUNTED,
	.lone = "id",
	.missing_ok = true,
	.around = "livestreams|livestream|sessions|session",
	.parameters = "page_no|per_page",
};

static const RtkColumn livestream_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("meeting_id", "meeting that was streamed"),
	KEY_COLUMN("livestream_id", "id of the livestream"),
	ROW_COLUMN("name", RTK_TEXT, "name of the livestream"),
	ROW_COLUMN("status", RTK_TEXT, "LIVE, IDLE, ERRORED, INVOKED or OFFLINE"),
	LIVESTREAM_COLUMNS,
	ENVELOPE_COLUMNS,
	PAGE_COLUMNS,
};

static const RtkResource livestream = {
	.name = "livestream",
	.description = "livestreams of a meeting",
	.key = "livestream_id",
	.list = &livestream_list,
	.secrets = SECRETS,
	.rows = 0.1,
	COLUMNS(livestream_columns),
};

static const RtkMethod livestream_history_list = {
	.path = APP "meetings/{meeting_id}/livestream",
	.rows = "data.sessions|data.session",
	.paging = RTK_PAGED_UNCOUNTED,
	.lone = "id",
	.missing_ok = true,
	.around = "livestreams|livestream|sessions|session",
	.parameters = "page_no|per_page",
};

static const RtkColumn livestream_history_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("meeting_id", "meeting that was streamed"),
	KEY_COLUMN("livestream_session_id", "id of the livestream session"),
	ROW_COLUMN("livestream_id", RTK_TEXT, "id of the livestream"),
	LIVESTREAM_SESSION_COLUMNS,
	ENVELOPE_COLUMNS,
	PAGE_COLUMNS,
};

static const RtkResource livestream_history = {
	.name = "livestream_history",
	.description = "livestream sessions of a meeting: the times that it was "
	"on the air",
	.key = "livestream_session_id",
	.list = &livestream_history_list,
	.secrets = SECRETS,
	.rows = 2,
	COLUMNS(livestream_history_columns),
};

static const RtkMethod meetings_participants_list = {
	.path = APP "meetings/{meeting_id}/participants",
	.rows = "data|data.participants",
	.paging = RTK_PAGED,
	.parameters = "page_no|per_page",
};

static const RtkMethod meetings_participants_single = {
	.path = APP "meetings/{meeting_id}/participants/{participant_id}",
	.rows = "data.participant|data",
	.paging = RTK_NOT_PAGED,
};

static const RtkColumn meetings_participants_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("meeting_id", "meeting that the participant may join"),
	KEY_COLUMN("participant_id", "id of the participant of this meeting"),
	ROW_COLUMN("name", RTK_TEXT, "name of the participant"),
	ROW_COLUMN("picture", RTK_TEXT, "address of a picture"),
	ROW_COLUMN("custom_participant_id", RTK_TEXT,
			   "id that your backend gave the participant"),
	ROW_COLUMN("preset_name", RTK_TEXT, "preset of the participant"),
	CREATED_COLUMN,
	UPDATED_COLUMN,
	ENVELOPE_COLUMNS,
	PAGE_COLUMNS,
};

static const RtkResource meetings_participants = {
	.name = "meetings_participants",
	.description = "who was added to a meeting, whether they came or not",
	.key = "participant_id",
	.list = &meetings_participants_list,
	.single = &meetings_participants_single,
	.secrets = SECRETS,
	.rows = 10,
	COLUMNS(meetings_participants_columns),
};

/* {app_id}/presets */

static const RtkMethod presets_list = {
	.path = APP "presets",
	.rows = "data|data.presets",
	.paging = RTK_PAGED,
	.parameters = "search|page_no|per_page",
};

static const RtkMethod presets_single = {
	.path = APP "presets/{preset_id}",
	.rows = "data.preset|data",
	.paging = RTK_NOT_PAGED,
};

static const RtkColumn presets_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("preset_id", "id of the preset"),
	ROW_COLUMN("name", RTK_TEXT, "name of the preset"),
	DETAILS_COLUMN("config", NULL, NULL,
				   "media and view, one more request for each preset"),
	DETAILS_COLUMN("permissions", NULL, NULL,
				   "what its participants may do, likewise"),
	DETAILS_COLUMN("ui", NULL, NULL, "colours and design, likewise"),
	CREATED_COLUMN,
	UPDATED_COLUMN,
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("search", RTK_TEXT, "text to search presets by"),
	PAGE_COLUMNS,
};

static const RtkResource presets = {
	.name = "presets",
	.description = "presets of an app: what participants may do and see",
	.key = "preset_id",
	.list = &presets_list,
	.single = &presets_single,
	.secrets = SECRETS,
	.rows = 10,
	COLUMNS(presets_columns),
};

/* {app_id}/recordings */

static const RtkMethod recordings_list = {
	.path = APP "recordings",
	.rows = "data|data.recordings",
	.paging = RTK_PAGED,
	.parameters = "meeting_id|expired|search|status|start_time|end_time"
	"|sort_by|sort_order|page_no|per_page",
	.joined = "status",
	.times = "invoked_time|started_time",
	.sorts = "invoked_time=invokedTime",
};

static const RtkMethod recordings_single = {
	.path = APP "recordings/{recording_id}",
	.rows = "data.recording|data",
	.paging = RTK_NOT_PAGED,
};

/* ERRORED and PAUSED are states too, but not every generation takes them. */
static const RtkColumn recordings_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("recording_id", "id of the recording"),
	ROW_COLUMN("session_id", RTK_TEXT, "session that was recorded"),
	FILTER_COLUMN("status", "INVOKED|RECORDING|UPLOADING|UPLOADED",
				  "INVOKED, RECORDING, UPLOADING, UPLOADED, ERRORED, PAUSED"),
	RECORDING_COLUMNS,
	DETAILS_COLUMN("start_reason", NULL, NULL,
				   "who or what began it, one more request for each recording"),
	DETAILS_COLUMN("stop_reason", NULL, NULL,
				   "who or what ended it, likewise"),
	ROW_COLUMN("storage_config", RTK_JSONB,
			   "where the file goes besides, without its secrets"),
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("meeting_id", RTK_TEXT,
				 "only those of this meeting; a listed row's own is in data"),
	QUERY_COLUMN("expired", RTK_BOOLEAN,
				 "only those whose file is gone (true) or there (false)"),
	QUERY_COLUMN("search", RTK_TEXT, "meeting id or title to search by"),
	RANGE_COLUMNS,
	QUERY_COLUMN("sort_by", RTK_TEXT, "invokedTime"),
	SORT_ORDER_COLUMN,
	PAGE_COLUMNS,
};

static const RtkResource recordings = {
	.name = "recordings",
	.description = "recordings of an app's meetings",
	.key = "recording_id",
	.list = &recordings_list,
	.single = &recordings_single,
	.secrets = SECRETS,
	.rows = 100,
	COLUMNS(recordings_columns),
};

static const RtkMethod active_recording_list = {
	.path = APP "recordings/active-recording/{meeting_id}",
	.rows = "data.recording|data",
	.paging = RTK_NOT_PAGED,
	.lone = "id",
	.missing_ok = true,
	.around = "",
};

static const RtkColumn active_recording_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("meeting_id", "meeting that is recorded"),
	KEY_COLUMN("recording_id", "id of the recording"),
	ROW_COLUMN("session_id", RTK_TEXT, "session that is recorded"),
	ROW_COLUMN("status", RTK_TEXT,
			   "INVOKED, RECORDING, UPLOADING, UPLOADED, ERRORED or PAUSED"),
	RECORDING_COLUMNS,
	ENVELOPE_COLUMNS,
};

static const RtkResource recordings_active_recording = {
	.name = "recordings_active_recording",
	.description = "the recording of a meeting that runs now, if any",
	.key = "recording_id",
	.list = &active_recording_list,
	.secrets = SECRETS,
	.rows = 0.1,
	COLUMNS(active_recording_columns),
};

/* {app_id}/sessions */

static const RtkMethod sessions_list = {
	.path = APP "sessions",
	.rows = "data.sessions|data",
	.paging = RTK_PAGED,
	.parameters = "search|status|associated_id|participants|start_time"
	"|end_time|sort_by|sort_order|page_no|per_page",
	.times = "created_at|started_at",
	.sorts = "created_at=createdAt|minutes_consumed=minutesConsumed",
	.filled = "created_at|minutes_consumed",
};

static const RtkMethod sessions_single = {
	.path = APP "sessions/{session_id}",
	.rows = "data.session|data",
	.paging = RTK_NOT_PAGED,
	.parameters = "include_breakout_rooms",
};

static const RtkColumn sessions_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("session_id", "id of the session"),
	FILTER_COLUMN("associated_id", NULL,
				  "id of its meeting (a room name for V1 meetings)"),
	SESSION_COLUMNS,
	FILTER_COLUMN("status", "LIVE|ENDED", "LIVE or ENDED"),
	SESSION_COUNT_COLUMNS,
	DETAILS_COLUMN("breakout_rooms", NULL, "include_breakout_rooms",
				   "sessions of its breakout rooms, one more request each; "
				   "NULL without include_breakout_rooms"),
	ROW_COLUMN("meta", RTK_JSONB, "free-form, in some generations of the API"),
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("search", RTK_TEXT,
				 "meeting title, meeting id or session id to search by"),
	QUERY_COLUMN("participants", RTK_TEXT,
				 "as the API takes it; its form is not documented"),
	QUERY_COLUMN("include_breakout_rooms", RTK_BOOLEAN,
				 "ask for breakout rooms"),
	RANGE_COLUMNS,
	QUERY_COLUMN("sort_by", RTK_TEXT, "minutesConsumed or createdAt"),
	SORT_ORDER_COLUMN,
	PAGE_COLUMNS,
};

static const RtkResource sessions = {
	.name = "sessions",
	.description = "sessions of an app's meetings, live and ended",
	.key = "session_id",
	.list = &sessions_list,
	.single = &sessions_single,
	.settled = "status=ENDED",
	.rows = 500,
	COLUMNS(sessions_columns),
};

static const RtkMethod peer_report = {
	.path = APP "sessions/peer-report/{peer_id}",
	.rows = "data.participant|data",
	.paging = RTK_NOT_PAGED,
	.parameters = "filters|include_peer_events",
	.one_filter = true,
};

static const RtkColumn peer_report_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	OUTER_COLUMN("session_id", "session that was joined, where it is known"),
	{"peer_id", RTK_TEXT, RTK_FROM_PATH, "id", NULL, NULL, NULL,
	"id of a participant of a session"},
	PARTICIPANT_COLUMNS,
	ROW_COLUMN("peer_report", RTK_JSONB, "connection and quality reports"),
	ROW_COLUMN("peer_stats", RTK_JSONB,
			   "device, network and client events, in some generations"),
	ROW_COLUMN("quality_stats", RTK_JSONB,
			   "audio and video quality, in some generations"),
	ENVELOPE_COLUMNS,
	STATISTICS_QUERY_COLUMNS,
};

static const RtkResource sessions_peer_report = {
	.name = "sessions_peer_report",
	.description = "call statistics of a participant of a session",
	.list = &peer_report,
	.envelope = "participant",
	.personal = PERSONAL_STATISTICS,
	.rows = 1,
	COLUMNS(peer_report_columns),
};

/* What can be fetched of a session, for a while: a session may have none. */

static const RtkMethod chat = {
	.path = APP "sessions/{session_id}/chat",
	.rows = "data",
	.paging = RTK_NOT_PAGED,
	.lone = "chat_download_url|chatDownloadUrl",
	.missing_ok = true,
	.around = "",
};

static const RtkColumn chat_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("session_id", "session whose chat it is"),
	MEMBER_COLUMN("chat_download_url", RTK_TEXT,
				  "chat_download_url|chatDownloadUrl",
				  "where to fetch the messages as CSV, without a token"),
	MEMBER_COLUMN("chat_download_url_expiry", RTK_TIMESTAMPTZ,
				  "chat_download_url_expiry|chatDownloadUrlExpiry",
				  "until when the address works"),
	ENVELOPE_COLUMNS,
};

static const RtkResource sessions_chat = {
	.name = "sessions_chat",
	.description = "where the chat messages of a session can be fetched",
	.list = &chat,
	.rows = 0.5,
	COLUMNS(chat_columns),
};

static const RtkMethod summary = {
	.path = APP "sessions/{session_id}/summary",
	.rows = "data",
	.paging = RTK_NOT_PAGED,
	.lone = "summaryDownloadUrl|summary_download_url",
	.missing_ok = true,
	.around = "",
};

static const RtkColumn summary_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("session_id", "session whose summary it is"),
	MEMBER_COLUMN("summary_download_url", RTK_TEXT,
				  "summaryDownloadUrl|summary_download_url",
				  "where to fetch the summary as text, without a token"),
	MEMBER_COLUMN("summary_download_url_expiry", RTK_TIMESTAMPTZ,
				  "summaryDownloadUrlExpiry|summary_download_url_expiry",
				  "until when the address works"),
	ENVELOPE_COLUMNS,
};

static const RtkResource sessions_summary = {
	.name = "sessions_summary",
	.description = "where the summary of a session's transcript can be fetched",
	.list = &summary,
	.rows = 0.5,
	COLUMNS(summary_columns),
};

static const RtkMethod transcript = {
	.path = APP "sessions/{session_id}/transcript",
	.rows = "data",
	.paging = RTK_NOT_PAGED,
	.lone = "transcript_download_url|transcriptDownloadUrl",
	.missing_ok = true,
	.around = "",
	.parameters = "format",
};

static const RtkColumn transcript_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("session_id", "session whose transcript it is"),
	MEMBER_COLUMN("transcript_download_url", RTK_TEXT,
				  "transcript_download_url|transcriptDownloadUrl",
				  "where to fetch the transcript, without a token"),
	MEMBER_COLUMN("transcript_download_url_expiry", RTK_TIMESTAMPTZ,
				  "transcript_download_url_expiry"
				  "|transcriptDownloadUrlExpiry",
				  "until when the address works"),
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("format", RTK_TEXT, "SRT, VTT, JSON or CSV"),
};

static const RtkResource sessions_transcript = {
	.name = "sessions_transcript",
	.description = "where the transcript of a session can be fetched",
	.list = &transcript,
	.rows = 0.5,
	COLUMNS(transcript_columns),
};

static const RtkMethod livestream_sessions_list = {
	.path = APP "sessions/{session_id}/livestream-sessions",
	.rows = "data.data|data.sessions|data",
	.paging = RTK_PAGED,
	.lone = "id",
	.parameters = "page_no|per_page",
};

static const RtkColumn livestream_sessions_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("session_id", "session that was streamed"),
	KEY_COLUMN("livestream_session_id", "id of the livestream session"),
	ROW_COLUMN("livestream_id", RTK_TEXT, "id of the livestream"),
	LIVESTREAM_SESSION_COLUMNS,
	ENVELOPE_COLUMNS,
	PAGE_COLUMNS,
};

static const RtkResource livestream_sessions = {
	.name = "livestream_sessions",
	.description = "livestream sessions of a session",
	.key = "livestream_session_id",
	.list = &livestream_sessions_list,
	.secrets = SECRETS,
	.rows = 0.1,
	COLUMNS(livestream_sessions_columns),
};

/* Late joiners append in this order, so a live list does not shift. */
static const RtkMethod participants_list = {
	.path = APP "sessions/{session_id}/participants",
	.rows = "data.participants|data",
	.paging = RTK_PAGED,
	.max_per_page = 200,
	.parameters = "search|view|include_peer_events|sort_by|sort_order"
	"|page_no|per_page",
	.defaults = "sort_by=joinedAt&sort_order=ASC",
	.sorts = "joined_at=joinedAt|duration=duration",
};

static const RtkMethod participants_single = {
	.path = APP "sessions/{session_id}/participants/{participant_id}",
	.rows = "data.participant|data",
	.paging = RTK_NOT_PAGED,
	.parameters = "filters|include_peer_events",
};

/* The id of a session's participant is its peer id. */
static const RtkMethod participants_report = {
	.path = APP "sessions/peer-report/{participant_id}",
	.rows = "data.participant|data",
	.paging = RTK_NOT_PAGED,
	.parameters = "filters",
	.one_filter = true,
};

static const RtkColumn participants_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("session_id", "session that was joined"),
	KEY_COLUMN("participant_id",
			   "id of the participant in this session (its peer id)"),
	PARTICIPANT_COLUMNS,
	DETAILS_COLUMN("callstats", "{peer_stats,quality_stats,peer_report}",
				   "filters=*",
				   "call statistics, one more request for each participant"),
	DETAILS_COLUMN("device_info",
				   "peer_stats.device_info|peer_report.metadata.device_info",
				   "filters=device_info", "browser, system and SDK"),
	DETAILS_COLUMN("ip_information",
				   "peer_stats.ip_information"
				   "|peer_report.metadata.ip_information",
				   "filters=ip_information", "address and place"),
	DETAILS_COLUMN("precall_network_information",
				   "peer_stats.precall_network_information"
				   "|peer_report.metadata.pc_metadata",
				   "filters=precall_network_information",
				   "network test before the call"),
	DETAILS_COLUMN("events", "peer_stats.events|peer_report.metadata.events",
				   "filters=events", "what happened on the client"),
	DETAILS_COLUMN("quality_stats", "quality_stats|peer_report.quality",
				   "filters=quality_stats", "audio and video quality"),
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("search", RTK_TEXT,
				 "participant id, custom participant id or display name"),
	QUERY_COLUMN("view", RTK_TEXT, "raw or consolidated (breakout rooms)"),
	STATISTICS_QUERY_COLUMNS,
	QUERY_COLUMN("sort_by", RTK_TEXT, "joinedAt or duration"),
	SORT_ORDER_COLUMN,
	PAGE_COLUMNS,
};

static const RtkResource sessions_participants = {
	.name = "sessions_participants",
	.description = "participants of a session, with call statistics and "
	"peer events",
	.key = "participant_id",
	.list = &participants_list,
	.single = &participants_single,
	.report = &participants_report,
	.details = "peer_stats|quality_stats|peer_report",
	.envelope = "participant",
	.personal = PERSONAL_STATISTICS,
	.rows = 10,
	COLUMNS(participants_columns),
};

/* {app_id}/webhooks */

static const RtkMethod webhooks_list = {
	.path = APP "webhooks",
	.rows = "data|data.webhooks",
	.paging = RTK_NOT_PAGED,
	.lone = "id",
};

static const RtkMethod webhooks_single = {
	.path = APP "webhooks/{webhook_id}",
	.rows = "data.webhook|data",
	.paging = RTK_NOT_PAGED,
};

static const RtkColumn webhooks_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("webhook_id", "id of the webhook"),
	ROW_COLUMN("name", RTK_TEXT, "name of the webhook"),
	ROW_COLUMN("url", RTK_TEXT, "address that events are sent to"),
	ROW_COLUMN("enabled", RTK_BOOLEAN, "is in use"),
	ROW_COLUMN("events", RTK_JSONB, "names of the events that are sent"),
	CREATED_COLUMN,
	UPDATED_COLUMN,
	ENVELOPE_COLUMNS,
};

static const RtkResource webhooks = {
	.name = "webhooks",
	.description = "webhooks of an app",
	.key = "webhook_id",
	.list = &webhooks_list,
	.single = &webhooks_single,
	.secrets = SECRETS,
	.rows = 3,
	COLUMNS(webhooks_columns),
};

/* In the order in which they are imported and listed. */
const RtkResource *const rtk_resources[] = {
	&apps,
	&meetings,
	&meetings_participants,
	&sessions,
	&sessions_participants,
	&sessions_peer_report,
	&sessions_chat,
	&sessions_summary,
	&sessions_transcript,
	&active_session,
	&presets,
	&recordings,
	&recordings_active_recording,
	&livestreams,
	&livestreams_sessions,
	&livestreams_active_livestream_session,
	&livestreams_active_livestream,
	&livestream,
	&livestream_history,
	&livestream_sessions,
	&webhooks,
	&analytics,
	&analytics_sessions,
	&analytics_recordings,
	&livestreams_overall,
	&livestreams_daywise,
	NULL
};

const RtkParent rtk_parents[] = {
	{"app_id", &apps},
	{"meeting_id", &meetings},
	{"session_id", &sessions},
	{"peer_id", &sessions_participants},
	{"livestream_id", &livestreams},
	{0}
};
