/*
 * resources.c
 *		THE TABLE: the resources of the RealtimeKit REST API.
 *
 * A new endpoint is a new entry here and nothing anywhere else.  Names and
 * meanings: developers.cloudflare.com/api/resources/realtime_kit.  The API's
 * description went through several generations (participants' statistics came
 * and went, "data.session" became "data"), so every place where rows have
 * stood is a candidate and every column may be NULL.
 */
#include "resource.h"

#include <stddef.h>
#include <string.h>

#define KIT "/accounts/{account_id}/realtime/kit/"
#define APP KIT "{app_id}/"

#define PATH_COLUMN(name, description) \
	{name, RTK_TEXT, RTK_FROM_PATH, NULL, NULL, NULL, description}
#define KEY_COLUMN(name, description) \
	{name, RTK_TEXT, RTK_FROM_ROW, "id", NULL, NULL, description}
#define ROW_COLUMN(name, type, description) \
	{name, type, RTK_FROM_ROW, NULL, NULL, NULL, description}
#define DETAILS_COLUMN(name, path, asks, description) \
	{name, RTK_JSONB, RTK_FROM_DETAILS, path, NULL, asks, description}
#define QUERY_COLUMN(name, type, description) \
	{name, type, RTK_FROM_QUERY, NULL, name, NULL, description}

#define ACCOUNT_COLUMN PATH_COLUMN("account_id", "Cloudflare account")
#define APP_COLUMN PATH_COLUMN("app_id", "RealtimeKit app")
#define CREATED_COLUMN ROW_COLUMN("created_at", RTK_TIMESTAMPTZ, \
								  "when the object was created")
#define UPDATED_COLUMN ROW_COLUMN("updated_at", RTK_TIMESTAMPTZ, \
								  "when the object was last updated")
#define ENVELOPE_COLUMNS \
	{"data", RTK_JSONB, RTK_FROM_DATA, NULL, NULL, "filters=*", \
	"the row as the API sent it"}, \
	{"success", RTK_BOOLEAN, RTK_FROM_SUCCESS, NULL, NULL, NULL, \
	"success member of the reply"}
#define PAGE_COLUMNS \
	QUERY_COLUMN("page_no", RTK_INTEGER, "only this page, from 1"), \
	QUERY_COLUMN("per_page", RTK_INTEGER, "rows of that page")

#define COLUMNS(array) (int) (sizeof(array) / sizeof((array)[0])), array

static const RtkMethod apps_list = {
	.path = KIT "apps",
	.rows = "data|result",
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
	QUERY_COLUMN("sort_order", RTK_TEXT, "ASC or DESC"),
	PAGE_COLUMNS,
};

static const RtkMethod meetings_list = {
	.path = APP "meetings",
	.rows = "data|data.meetings|result",
	.paging = RTK_PAGED,
	.parameters = "search|status|start_time|end_time|page_no|per_page",
};

static const RtkMethod meetings_single = {
	.path = APP "meetings/{meeting_id}",
	.rows = "data.meeting|data|result",
	.paging = RTK_NOT_PAGED,
};

static const RtkColumn meetings_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("meeting_id", "id of the meeting"),
	ROW_COLUMN("title", RTK_TEXT, "title of the meeting"),
	{"status", RTK_TEXT, RTK_FROM_ROW, NULL, "status", NULL,
	"ACTIVE or INACTIVE; an inactive meeting cannot be joined"},
	ROW_COLUMN("record_on_start", RTK_BOOLEAN,
			   "is recorded as soon as somebody joins"),
	ROW_COLUMN("live_stream_on_start", RTK_BOOLEAN,
			   "is streamed live from its start"),
	ROW_COLUMN("persist_chat", RTK_BOOLEAN, "chat is kept for a week"),
	ROW_COLUMN("summarize_on_end", RTK_BOOLEAN,
			   "a summary is made from the transcript at the end"),
	ROW_COLUMN("transcribe_on_end", RTK_BOOLEAN,
			   "a transcript is made at the end"),
	ROW_COLUMN("session_keep_alive_time_in_secs", RTK_FLOAT8,
			   "seconds a session lives on after the last one left"),
	ROW_COLUMN("recording_config", RTK_JSONB,
			   "recording settings of this meeting"),
	CREATED_COLUMN,
	UPDATED_COLUMN,
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("search", RTK_TEXT, "text to search meetings by"),
	QUERY_COLUMN("start_time", RTK_TIMESTAMPTZ,
				 "from here; the API does not say of which time"),
	QUERY_COLUMN("end_time", RTK_TIMESTAMPTZ,
				 "to here; the API does not say of which time"),
	PAGE_COLUMNS,
};

static const RtkMethod sessions_list = {
	.path = APP "sessions",
	.rows = "data.sessions|data|result",
	.paging = RTK_PAGED,
	.parameters = "search|status|associated_id|participants|start_time"
	"|end_time|sort_by|sort_order|page_no|per_page",
};

static const RtkMethod sessions_single = {
	.path = APP "sessions/{session_id}",
	.rows = "data.session|data|result",
	.paging = RTK_NOT_PAGED,
};

static const RtkColumn sessions_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	KEY_COLUMN("session_id", "id of the session"),
	{"associated_id", RTK_TEXT, RTK_FROM_ROW, NULL, "associated_id", NULL,
	"id of its meeting (a room name for V1 meetings)"},
	ROW_COLUMN("meeting_display_name", RTK_TEXT, "title of its meeting"),
	ROW_COLUMN("organization_id", RTK_TEXT, "app that hosted the session"),
	ROW_COLUMN("type", RTK_TEXT, "meeting, livestream or participant"),
	{"status", RTK_TEXT, RTK_FROM_ROW, NULL, "status", NULL, "LIVE or ENDED"},
	ROW_COLUMN("live_participants", RTK_INTEGER, "participants in it now"),
	ROW_COLUMN("max_concurrent_participants", RTK_INTEGER,
			   "most participants at one time"),
	ROW_COLUMN("minutes_consumed", RTK_FLOAT8, "participant minutes"),
	ROW_COLUMN("started_at", RTK_TIMESTAMPTZ, "when the session started"),
	ROW_COLUMN("ended_at", RTK_TIMESTAMPTZ,
			   "when the session ended, NULL while it is live"),
	CREATED_COLUMN,
	UPDATED_COLUMN,
	ROW_COLUMN("breakout_rooms", RTK_JSONB,
			   "sessions of its breakout rooms, where the API gives them"),
	ROW_COLUMN("meta", RTK_JSONB, "free-form, in some generations of the API"),
	ENVELOPE_COLUMNS,
	QUERY_COLUMN("search", RTK_TEXT,
				 "meeting title, meeting id or session id to search by"),
	QUERY_COLUMN("participants", RTK_TEXT,
				 "as the API takes it; its form is not documented"),
	QUERY_COLUMN("start_time", RTK_TIMESTAMPTZ,
				 "from here; the API does not say of which time"),
	QUERY_COLUMN("end_time", RTK_TIMESTAMPTZ,
				 "to here; the API does not say of which time"),
	QUERY_COLUMN("sort_by", RTK_TEXT, "minutesConsumed or createdAt"),
	QUERY_COLUMN("sort_order", RTK_TEXT, "ASC or DESC"),
	PAGE_COLUMNS,
};

/* Late joiners append in this order, so a live list does not shift. */
static const RtkMethod participants_list = {
	.path = APP "sessions/{session_id}/participants",
	.rows = "data.participants|data|result",
	.paging = RTK_PAGED,
	.max_per_page = 200,
	.parameters = "search|view|include_peer_events|sort_by|sort_order"
	"|page_no|per_page",
	.defaults = "sort_by=joinedAt&sort_order=ASC",
};

static const RtkMethod participants_single = {
	.path = APP "sessions/{session_id}/participants/{participant_id}",
	.rows = "data.participant|data|result",
	.paging = RTK_NOT_PAGED,
	.parameters = "filters|include_peer_events",
};

/* The id of a session's participant is its peer id. */
static const RtkMethod participants_report = {
	.path = APP "sessions/peer-report/{participant_id}",
	.rows = "data.participant|data|result",
	.paging = RTK_NOT_PAGED,
	.parameters = "filters|include_peer_events",
	.one_filter = true,
};

static const RtkColumn participants_columns[] = {
	ACCOUNT_COLUMN,
	APP_COLUMN,
	PATH_COLUMN("session_id", "session that was joined"),
	KEY_COLUMN("participant_id",
			   "id of the participant in this session (its peer id)"),
	ROW_COLUMN("user_id", RTK_TEXT, "id of the user over all sessions"),
	ROW_COLUMN("custom_participant_id", RTK_TEXT,
			   "id that your backend gave the participant"),
	ROW_COLUMN("display_name", RTK_TEXT, "name shown in the session"),
	{"preset_name", RTK_TEXT, RTK_FROM_ROW, "preset_name|role", NULL, NULL,
	"preset (role) of the participant"},
	ROW_COLUMN("joined_at", RTK_TIMESTAMPTZ, "when the participant joined"),
	ROW_COLUMN("left_at", RTK_TIMESTAMPTZ,
			   "when the participant left, NULL while in the session"),
	ROW_COLUMN("duration", RTK_FLOAT8, "minutes in the session"),
	CREATED_COLUMN,
	UPDATED_COLUMN,
	{"peer_events", RTK_JSONB, RTK_FROM_ROW, NULL, NULL,
		"include_peer_events=true",
	"connection events; asked for only when used"},
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
	QUERY_COLUMN("filters", RTK_TEXT,
				 "parts of the statistics, comma separated"),
	QUERY_COLUMN("include_peer_events", RTK_BOOLEAN, "ask for peer events"),
	QUERY_COLUMN("sort_by", RTK_TEXT, "joinedAt or duration"),
	QUERY_COLUMN("sort_order", RTK_TEXT, "ASC or DESC"),
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

static const RtkResource meetings = {
	.name = "meetings",
	.description = "meetings of an app",
	.key = "meeting_id",
	.list = &meetings_list,
	.single = &meetings_single,
	.rows = 300,
	COLUMNS(meetings_columns),
};

static const RtkResource sessions = {
	.name = "sessions",
	.description = "sessions of an app's meetings, live and ended",
	.key = "session_id",
	.list = &sessions_list,
	.single = &sessions_single,
	.rows = 500,
	COLUMNS(sessions_columns),
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
	.rows = 10,
	COLUMNS(participants_columns),
};

const RtkResource *const rtk_resources[] = {
	&apps,
	&meetings,
	&sessions,
	&sessions_participants,
	NULL
};

/* Whose rows give the values of a path parameter that a query leaves open. */
typedef struct RtkParent
{
	const char *parameter;
	const RtkResource *resource;
} RtkParent;

static const RtkParent parents[] = {
	{"app_id", &apps},
	{"meeting_id", &meetings},
	{"session_id", &sessions},
	{"participant_id", &sessions_participants},
};

const RtkResource *
rtk_resource_find(const char *name)
{
	for (int i = 0; rtk_resources[i] != NULL; i++)
		if (strcmp(rtk_resources[i]->name, name) == 0)
			return rtk_resources[i];
	return NULL;
}

const RtkResource *
rtk_resource_parent(const char *parameter)
{
	for (size_t i = 0; i < sizeof(parents) / sizeof(parents[0]); i++)
		if (strcmp(parents[i].parameter, parameter) == 0)
			return parents[i].resource;
	return NULL;
}

const RtkColumn *
rtk_resource_column(const RtkResource *resource, const char *name)
{
	for (int i = 0; i < resource->ncolumns; i++)
		if (strcmp(resource->columns[i].name, name) == 0)
			return &resource->columns[i];
	return NULL;
}

const char *
rtk_resource_member(const RtkColumn *column)
{
	if (column->source != RTK_FROM_ROW && column->source != RTK_FROM_DETAILS)
		return NULL;
	return column->path != NULL ? column->path : column->name;
}

bool
rtk_list_has(const char *list, const char *name)
{
	size_t		len = strlen(name);

	for (const char *p = list; p != NULL; p = strchr(p, '|'))
	{
		p += *p == '|';
		if (strncmp(p, name, len) == 0 && (p[len] == '|' || p[len] == '\0'))
			return true;
	}
	return false;
}
