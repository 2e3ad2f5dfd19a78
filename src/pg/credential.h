/*
 * credential.h
 *		The API token of a role on a server.
 */
#ifndef RTK_CREDENTIAL_H
#define RTK_CREDENTIAL_H

#include "postgres.h"

/*
 * The API token of userid on a server, palloc'd, and the OID of the user
 * mapping it came from.  Reads api_token_file and api_token_env now.  Errors:
 * 28000 (no mapping, no token) with a hint naming role and server; HV024 for
 * a token that cannot stand in a header; none shows the token.
 */
extern char *rtk_credential_token(Oid userid, Oid serverid, Oid *umid);

#endif							/* RTK_CREDENTIAL_H */
