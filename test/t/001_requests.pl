# What a query asks of the API, and how many requests at a time.
use strict;
use warnings;

use RtkTest;
use Test::More;

my $kit = 'GET /accounts/acc-demo/realtime/kit';
my $rtk = RtkTest->new(server => { max_concurrency => 3 });

# Statements that need no answer from the API.
foreach my $sql (
    'SELECT * FROM sessions LIMIT 0',
    'SELECT * FROM sessions WHERE false',
    'EXPLAIN SELECT * FROM sessions_participants',
    'PREPARE p AS SELECT * FROM sessions')
{
    $rtk->reset;
    $rtk->sql($sql);
    is_deeply([ $rtk->requests ], [], "no request: $sql");
}

# Bind parameters reach the API like constants.
$rtk->asks(
    "PREPARE p(text) AS SELECT display_name FROM sessions_participants
     WHERE app_id = 'app-1' AND session_id = 'sess-1'
       AND participant_id = \$1;
     EXECUTE p('part-1')",
    'Asha Rao',
    ["$kit/app-1/sessions/sess-1/participants/part-1"],
    'bind parameter');

# A session without this account's app is found by way of the apps.
$rtk->reset;
is($rtk->sql('SELECT count(*) FROM sessions_participants'),
    12, 'participants of all sessions of all apps');
my @requests = $rtk->requests;
is($requests[0] =~ s/\?.*//r, "$kit/apps", 'enumeration begins at the apps');
is(scalar(grep { m{/participants} } @requests),
    5, 'one request for the participants of each session');
like(
    $rtk->control('summary', format => 'text'),
    qr/^max_concurrency [1-3]$/m,
    'no more requests in flight than max_concurrency');

# A cancelled statement stops waiting for the API.
$rtk->config(latency => 60_000);
like(
    $rtk->error("SET statement_timeout = '300ms'; SELECT * FROM sessions"),
    qr/^57014: /,
    'statement_timeout ends a wait for the API');
$rtk->reset;
is($rtk->sql('SELECT count(*) FROM apps'), 2, 'the next statement works');

# A token that the API refuses is named by its role, never shown.
$rtk->sql("ALTER USER MAPPING FOR PUBLIC SERVER realtime
    OPTIONS (SET api_token 'refused-secret')");
like($rtk->error('SELECT * FROM apps'), qr/^28000: /, 'refused token');
unlike(
    PostgreSQL::Test::Utils::slurp_file($rtk->node->logfile),
    qr/ERROR.*refused-secret/,
    'no error in the log shows the token');

done_testing();
