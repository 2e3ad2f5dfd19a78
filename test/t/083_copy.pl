# A copy that a role without privileges has made is dumped and restored, and
# goes on where it was.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $rtk = RtkTest->new;
my $node = $rtk->node;
my @as = ('-U', 'tenant');
my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
my $sync = "CALL rtk_analytics.sync('realtime', since := '100 years')";
my $contents = "SELECT string_agg(x::text, E'\\n' ORDER BY x::text) FROM (
    SELECT s.session_id, p.participant_id, p.display_name, y.settled, q.source
    FROM analytics.sessions s
    JOIN analytics.sync_sessions y USING (app_id, session_id)
    LEFT JOIN analytics.participants p USING (app_id, session_id)
    LEFT JOIN analytics.participant_stats q
        USING (app_id, session_id, participant_id)) x";

$node->safe_psql('postgres', 'CREATE ROLE tenant LOGIN');
foreach my $database (qw(source copy))
{
    $node->safe_psql('postgres',
        "CREATE DATABASE $database TEMPLATE template0 OWNER tenant");
    $node->safe_psql($database, 'CREATE EXTENSION rtk_analytics CASCADE;
        GRANT USAGE ON FOREIGN DATA WRAPPER rtk_fdw TO tenant');
}
my $source = RtkSession->new($node, 'source');
$source->sql("SET SESSION AUTHORIZATION tenant;
    CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url 'http://127.0.0.1:${\ $rtk->port}/client/v4',
        account_id 'acc-demo', rate_limit '0');
    CREATE USER MAPPING FOR tenant SERVER realtime
        OPTIONS (api_token 'test-token');
    SELECT rtk_analytics.setup('realtime')");
is($source->answer($sync), '', 'a role copies');
my $rows = $source->answer($contents);
my $lines = () = $rows =~ /\n/g;

is($lines + 1, 12, 'all of it');
$rtk->reset;
program('pg_dump', @as, '--no-comments', '-f', $dump,
    '-d', $node->connstr('source'));
program('psql', '-X', @as, '-v', 'ON_ERROR_STOP=1', '-f', $dump,
    '-d', $node->connstr('copy'));
is_deeply([ $rtk->requests ], [], 'dump and restore ask nothing');
my $copy = RtkSession->new($node, 'copy');
$copy->sql('SET SESSION AUTHORIZATION tenant');
is($copy->answer($contents), $rows, 'the same rows');
is($copy->answer('SELECT server, schema, state, settled
    FROM rtk_analytics.sync_status()'), 'realtime|analytics|complete|3',
    'its status');
is($copy->answer($sync), '', 'the next run, there');
is_deeply([ sort map { m{kit/(\S+?)\?} } $rtk->requests ],
    [ 'app-1/sessions', 'app-2/sessions' ], 'lists the sessions only');
like($copy->answer("SELECT rtk_analytics.setup('realtime');
    SELECT rtk_analytics.teardown('realtime');
    SELECT count(*) FROM pg_namespace WHERE nspname ~ '^analytics'"),
    qr/^0$/m, 'and all of it is dropped');
$_->close foreach $source, $copy;
done_testing();
