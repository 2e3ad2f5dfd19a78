/*
 * credential.c
 *		The API token of a role on a server.
 *
 * A token is read when a scan begins and appears in no message, not even the
 * name of the file or variable that it comes from: whoever runs the query need
 * not be the one who may see the mapping's options.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/htup_details.h"
#include "access/reloptions.h"
#include "catalog/pg_user_mapping.h"
#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

#include "credential.h"
#include "option_table.h"

/*
 * The options of the mapping for userid, else of that for PUBLIC, and the
 * mapping's OID: InvalidOid when there is none.  GetUserMapping() would raise
 * an error of another class, and without a hint.
 */
static List *
mapping_options(Oid userid, Oid serverid, Oid *umid)
{
	HeapTuple	tuple;
	Datum		options;
	bool		isnull;
	List	   *defs = NIL;

	*umid = InvalidOid;
	tuple = SearchSysCache2(USERMAPPINGUSERSERVER, ObjectIdGetDatum(userid),
							ObjectIdGetDatum(serverid));
	if (!HeapTupleIsValid(tuple))
		tuple = SearchSysCache2(USERMAPPINGUSERSERVER,
								ObjectIdGetDatum(InvalidOid),
								ObjectIdGetDatum(serverid));
	if (!HeapTupleIsValid(tuple))
		return NIL;
	*umid = ((Form_pg_user_mapping) GETSTRUCT(tuple))->oid;
	options = SysCacheGetAttr(USERMAPPINGUSERSERVER, tuple,
							  Anum_pg_user_mapping_umoptions, &isnull);
	if (!isnull)
		defs = untransformRelOptions(options);
	ReleaseSysCache(tuple);
	return defs;
}

/* Whose token is wanted, for messages. */
typedef struct RtkCredential
{
	Oid			userid;
	Oid			serverid;
	Oid			umid;			/* invalid: no mapping */
	const char *option;			/* of the mapping; NULL: it has none */
} RtkCredential;

/* Is it the mapping for PUBLIC? */
static bool
is_public(Oid umid)
{
	HeapTuple	tuple = SearchSysCache1(USERMAPPINGOID, ObjectIdGetDatum(umid));
	bool		is_public;

	if (!HeapTupleIsValid(tuple))
		return false;
	is_public = !OidIsValid(((Form_pg_user_mapping) GETSTRUCT(tuple))->umuser);
	ReleaseSysCache(tuple);
	return is_public;
}

/* What to do about the mapping. */
static char *
hint(const RtkCredential *credential)
{
	const char *server =
		quote_identifier(GetForeignServer(credential->serverid)->servername);
	bool		mapped = OidIsValid(credential->umid);
	const char *user = mapped && is_public(credential->umid) ? "PUBLIC" :
		quote_identifier(GetUserNameFromId(credential->userid, false));

	if (credential->option != NULL)
		return psprintf(_("Check the option %s of the user mapping for %s on "
						  "server %s."), credential->option, user, server);
	return psprintf(_("Use %s USER MAPPING FOR %s SERVER %s OPTIONS "
					  "(%sapi_token '...'). A view, materialized view or "
					  "SECURITY DEFINER function uses the user mapping of its "
					  "owner."),
					mapped ? "ALTER" : "CREATE", user, server,
					mapped ? "ADD " : "");
}

/* Raise 28000: there is no token.  detail, a sentence, may be NULL. */
static void
refuse(const RtkCredential *credential, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_AUTHORIZATION_SPECIFICATION),
			 errmsg("no API token for role \"%s\" on server \"%s\"",
					GetUserNameFromId(credential->userid, false),
					GetForeignServer(credential->serverid)->servername),
			 detail != NULL ? errdetail_internal("%s", detail) : 0,
			 errhint("%s", hint(credential))));
}

/*
 * The content of a file without the end of line.  It is opened so that a FIFO
 * does not block, and must be a regular file.  A longer file is cut to one
 * byte more than a token may have, and so is refused later.
 */
static char *
read_file(const RtkCredential *credential, const char *path)
{
	char	   *token = palloc0(RTK_MAX_TOKEN + 2);
	int			fd = OpenTransientFile(path, O_RDONLY | O_NONBLOCK);
	struct stat st;
	ssize_t		len = -1;

	if (fd >= 0 && fstat(fd, &st) == 0)
	{
		if (!S_ISREG(st.st_mode))
			refuse(credential,
				   _("The token file of the user mapping is not a regular "
					 "file."));
		len = read(fd, token, RTK_MAX_TOKEN + 1);
	}
	if (len < 0)
		refuse(credential,
			   psprintf(_("The token file of the user mapping "
						  "could not be read: %s."),
						strerror(errno)));
	CloseTransientFile(fd);
	if (len > 0 && token[len - 1] == '\n')
		token[--len] = '\0';
	if (len > 0 && token[len - 1] == '\r')
		token[--len] = '\0';
	/* A NUL would hide what follows it. */
	return strlen(token) == len ? token : pstrdup("");
}

/* The token that one option of the mapping stands for. */
static char *
token_of(const RtkCredential *credential, DefElem *def)
{
	char	   *value = defGetString(def);

	if (strcmp(def->defname, "api_token") == 0)
		return value;
	if (strcmp(def->defname, "api_token_file") == 0)
		return read_file(credential, value);
	value = getenv(value);
	if (value == NULL)
		refuse(credential,
			   _("The variable that the user mapping names is not set in the "
				 "environment of the database server."));
	return pstrdup(value);
}

char *
rtk_credential_token(Oid userid, Oid serverid, Oid *umid)
{
	List	   *defs = mapping_options(userid, serverid, umid);
	RtkCredential credential = {userid, serverid, *umid, NULL};
	DefElem    *def;
	char	   *token;

	/* The validator admits one option at most. */
	if (defs == NIL)
		refuse(&credential, NULL);
	def = linitial_node(DefElem, defs);
	credential.option = def->defname;
	token = token_of(&credential, def);
	if (!rtk_option_is_token(token))
		ereport(ERROR,
				(errcode(ERRCODE_FDW_INVALID_ATTRIBUTE_VALUE),
				 errmsg("invalid API token for role \"%s\" on server \"%s\"",
						GetUserNameFromId(userid, false),
						GetForeignServer(serverid)->servername),
				 errdetail("A token has 1 to 4096 printable ASCII characters "
						   "and no blanks."),
				 errhint("%s", hint(&credential))));
	return token;
}
