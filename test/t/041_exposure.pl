# Where a token could be read by somebody else: in plans, messages, logs,
# statistics, catalogs, dumps and memory.  The ids are those of the threats in
# docs/security.md.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

# Whose token it is stands in it.  What looks for them must not hold them.
my %TOKEN = map { $_ => "marker-$_-4f1d9c" } qw(public mapped file bad);
my $MARKER = qr/marker-\w+-4f1d9c/;
my $LIKE = "('%mar' || 'ker-%4f1' || 'd9c%')";

my ($sharedir) = PostgreSQL::Test::Utils::run_command(
    [ $ENV{PG_CONFIG} // 'pg_config', '--sharedir' ]);
plan skip_all =>
    'S5, S6, S7, S8, S9, S12, S23 pg_stat_statements is not installed'
    if !-e "$sharedir/extension/pg_stat_statements.control";

my $rtk = RtkTest->new(
    mock => [
        '--data', 'small', '--token', $TOKEN{public},
        '--forbidden-token', $TOKEN{bad}
    ],
    server => { max_retries => 0 },
    conf => "shared_preload_libraries = 'pg_stat_statements'
        log_min_messages = debug5
        log_statement = none
        log_min_error_statement = panic\n");
my $node = $rtk->node;
my $session = RtkSession->new($node);

# Make a file that the server can read.
sub file
{
    my ($name, $text) = @_;
    my $path = PostgreSQL::Test::Utils::tempdir() . "/$name";

    PostgreSQL::Test::Utils::append_to_file($path, $text);
    chmod 0600, $path;
    return $path;
}

$session->sql("CREATE EXTENSION pg_stat_statements;
    SET search_path = k, public");

# S6: with the recipe of docs/security.md, a token is neither in the log nor
# in pg_stat_statements, whatever these keep otherwise; without, it is.
$session->sql("SET log_statement = 'ddl'; SET log_duration = on;
    SET log_min_duration_statement = 0;
    SET log_min_error_statement = 'error'");
sub recipe
{
    my (@statements) = @_;

    return $session->sql(join ";\n", 'BEGIN',
        "SET LOCAL log_statement = 'none'",
        'SET LOCAL log_min_duration_statement = -1',
        'SET LOCAL log_duration = off',
        "SET LOCAL log_min_error_statement = 'panic'",
        'SET LOCAL pg_stat_statements.track_utility = off',
        @statements, 'COMMIT');
}
recipe("ALTER USER MAPPING FOR PUBLIC SERVER realtime
        OPTIONS (SET api_token '$TOKEN{public}')",
    'CREATE ROLE mapped',
    "CREATE USER MAPPING FOR mapped SERVER realtime
        OPTIONS (api_token '$TOKEN{mapped}')");
$session->sql("CREATE ROLE logged; CREATE USER MAPPING FOR logged
    SERVER realtime OPTIONS (api_token 'in-the-log')");
$session->sql('RESET ALL; SET search_path = k, public');
{
    my $log = PostgreSQL::Test::Utils::slurp_file($node->logfile);
    my $kept = 'SELECT count(*) FROM pg_stat_statements WHERE query LIKE ';

    like($log, qr/statement: .*in-the-log/s,
        'S6: the text of a statement is logged');
    is($session->answer("$kept '%in-the-' || 'log%'"),
        1, 'S6: and kept in pg_stat_statements');
    unlike($log, $MARKER, 'S6: the recipe keeps it out of the log');
    is($session->answer("$kept $LIKE"),
        0, 'S6: and out of pg_stat_statements');
}

# S5: plans of all formats; I16: which alone ask for nothing.
foreach my $format (qw(text xml json yaml))
{
    foreach my $analyze (qw(off on))
    {
        my $name = "a plan as $format, analyze $analyze";
        my $plan;

        $rtk->reset;
        $plan = $session->sql("EXPLAIN (ANALYZE $analyze, VERBOSE, SETTINGS,
                FORMAT $format)
            SELECT s.session_id, p.callstats FROM sessions s
            JOIN sessions_participants p USING (app_id, session_id)");
        like($plan, qr/sessions/, "S5: $name");
        unlike($plan, $MARKER, "S5: $name shows no token");
        is(scalar($rtk->requests) > 0 ? 'on' : 'off',
            $analyze, "I16 $name: requests");
    }
}

# S5: all kinds of failure, with all that is told of them.
{
    my %messages;

    $session->sql("ALTER SERVER realtime OPTIONS (ADD request_timeout '1s')");
    foreach my $fault (
        (map { { fault => 'status', status => $_ } }
              qw(302 400 401 403 404 422 429 500)),
        { fault => 'redirect', to => 'https://example.com/x' },
        map { { fault => $_ } }
        qw(reset short chunktrunc shortclose garbage html empty200 nojson
        success_false invalid_utf8 deep hang_headers hang_body))
    {
        $rtk->reset;
        $rtk->fault(match => '/apps', %$fault);
        $session->error('DO $$BEGIN PERFORM * FROM k.apps; END$$');
        $messages{ join ' ', %$fault } = $session->messages;
    }
    $rtk->reset;
    $session->sql("ALTER SERVER realtime
        OPTIONS (SET max_retries '1', DROP request_timeout)");
    is(scalar(grep { /ERROR.*CONTEXT:/s } values %messages),
        scalar(keys %messages), 'S5: failures of all kinds, with context');
    unlike(join('', values %messages), $MARKER,
        'S5: no message shows the token');
    my $context = $session->sql("DO \$\$ DECLARE context text; BEGIN
            PERFORM * FROM k.apps WHERE name::int = 1;
            EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS context = PG_EXCEPTION_CONTEXT;
            PERFORM set_config('test.context', context, false); END \$\$;
        SELECT current_setting('test.context')");
    like($context, qr/PERFORM|SELECT/, 'S5: a context');
    unlike($context, $MARKER, 'S5: shows no token');
}

# S5: an API that repeats the token in what it says.
foreach my $fault (
    (map {
        {
            fault => 'status', status => 401, envelope => $_,
            message => "no such token: $TOKEN{public}!"
        }
    } qw(e1 e2 e3)),
    {
        fault => 'raw',
        body => '{"success": false, "errors": [{"code": 1, "message": '
          . "\"no such token: $TOKEN{public}!\"}]}"
    })
{
    my $name = 'S5: a token that the API repeats, '
      . ($fault->{envelope} // 'with HTTP 200');

    $rtk->reset;
    $rtk->fault(match => '/apps', %$fault);
    isnt($session->error('SELECT * FROM apps'), '', "$name: error");
    like($session->messages, qr/said ".*no such token: \*+!"/, "$name: hidden");
    like($session->answer("SELECT message FROM rtk_ping('realtime')"),
        qr/said ".*no such token: \*+!"/, "$name: from rtk_ping() as well");
}
$rtk->reset;

# S5: what others see while a query runs.
{
    my $other = RtkSession->new($node);

    $rtk->fault(match => '/apps', fault => 'hang_headers');
    $session->send('SELECT * FROM apps');
    $session->is_seen($other, "wait_event_type = 'Extension'");
    is( $other->answer("SELECT count(*) FROM pg_stat_activity a
            WHERE a::text LIKE $LIKE"), 0, 'S5: pg_stat_activity');
    is( $other->answer("SELECT count(*) FROM rtk_activity() a
            WHERE a::text LIKE $LIKE"), 0, 'S5: rtk_activity()');
    $other->sql('SELECT pg_cancel_backend(' . $session->pid . ')');
    like($session->error, qr/^57014: /, 'S5: the query meanwhile');
    $rtk->reset;
    $other->close;
}

# S5: what functions tell of servers and statements.
foreach my $function (
    "rtk_ping('realtime')",
    qw(rtk_diag() rtk_stats() rtk_options() rtk_library()
    rtk_imported('k')))
{
    my ($rows, $tokens) = split /\|/,
      $session->answer("SELECT count(*),
        count(*) FILTER (WHERE f::text LIKE $LIKE) FROM $function f");

    cmp_ok($rows, '>', 0, "S5: $function");
    is($tokens, 0, "S5: $function shows no token");
}

# S7: who sees which token in all of the catalogs.
$session->sql("CREATE ROLE stranger;
    CREATE ROLE owner;
    GRANT USAGE ON FOREIGN DATA WRAPPER rtk_fdw TO owner;
    ALTER SERVER realtime OWNER TO owner;
    CREATE FUNCTION public.shown() RETURNS text LANGUAGE plpgsql AS \$\$
    DECLARE
        relation regclass;
        token text;
        tokens text[] = '{}';
    BEGIN
        FOR relation IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'v')
            AND (relnamespace = 'pg_catalog'::regnamespace
                OR relnamespace = 'information_schema'::regnamespace
                AND relname ~ 'foreign|user_mapping')
            AND has_table_privilege(oid, 'SELECT')
        LOOP
            BEGIN
                FOR token IN EXECUTE format(
                    'SELECT (regexp_matches(t::text,
                        ''mar'' || ''ker-(\\w+)-4f1'' || ''d9c'', ''g''))[1]
                     FROM %s t WHERE t::text LIKE %L || %L',
                    relation, '%mar', 'ker-%')
                LOOP
                    tokens = tokens || token;
                END LOOP;
            EXCEPTION WHEN insufficient_privilege THEN
                CONTINUE;
            END;
        END LOOP;
        RETURN (SELECT coalesce(string_agg(DISTINCT t, ',' ORDER BY t), 'none')
            FROM unnest(tokens) t);
    END \$\$");
is($session->answer('SELECT shown()'), 'mapped,public', 'S7: a superuser');
is($session->as(owner => 'SELECT public.shown()'), 'public',
    'S7: the owner of the server');
is($session->as(stranger => 'SELECT public.shown()'), 'none', 'S7: a stranger');
is($session->as(mapped => 'SELECT public.shown()'), 'none',
    'S7: a role with a mapping');
$session->sql('GRANT USAGE ON FOREIGN SERVER realtime TO mapped, stranger');
is($session->as(mapped => 'SELECT public.shown()'), 'mapped',
    'S7: a role with a mapping and USAGE on the server');
is($session->as(stranger => 'SELECT public.shown()'), 'none',
    'S7: a role with USAGE on the server');

# S7, S8: a token has no place but a user mapping, and IMPORT copies none.
foreach my $sql (
    'ALTER SERVER realtime OPTIONS (ADD %s)',
    'ALTER FOREIGN TABLE k.apps OPTIONS (ADD %s)',
    'ALTER FOREIGN TABLE k.apps ALTER name OPTIONS (ADD %s)',
    'ALTER FOREIGN DATA WRAPPER rtk_fdw OPTIONS (ADD %s)',
    'IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO public
        OPTIONS (%s)')
{
    my $place = $sql =~ s/ (?:OPTIONS|FROM).*//rs;

    foreach my $option (qw(api_token api_token_file api_token_env))
    {
        like(
            $session->error(sprintf $sql, "$option '/$TOKEN{bad}'"),
            qr/^HV00D: /, "S7: no $option of $place");
        unlike($session->messages, $MARKER, "S7: nor is it shown");
    }
}
$session->sql("CREATE SCHEMA imported; IMPORT FOREIGN SCHEMA realtime_kit
    FROM SERVER realtime INTO imported");
is( $session->answer("SELECT count(*) FROM pg_foreign_table t
        WHERE t::text LIKE $LIKE"), 0, 'S8: no token in a table');
is( $session->answer("SELECT DISTINCT array_length(ftoptions, 1)
        FROM pg_foreign_table"), 1, 'S8: nor anything else but a resource');

# S9: a dump has the tokens that mappings have, and none that files have.
{
    my $tokens = sub {
        my ($out, $err) = ('', '');

        IPC::Run::run([ 'pg_dump', '-d', $node->connstr('postgres') ],
            '<', \undef, '>', \$out, '2>', \$err)
          or die $err;
        like($out, qr/CREATE USER MAPPING/, 'S9: a dump has the mappings');
        return join ',', sort $out =~ /marker-(\w+)-4f1d9c/g;
    };
    my $path = file('token', "$TOKEN{public}\n");

    is($tokens->(), 'mapped,public', 'S9: and the tokens of mappings');
    $session->sql("ALTER USER MAPPING FOR PUBLIC SERVER realtime
            OPTIONS (DROP api_token, ADD api_token_file '$path');
        DROP USER MAPPING FOR mapped SERVER realtime");
    is($tokens->(), '', 'S9: but none of files');
    is($session->answer('SELECT count(app_id) FROM k.apps'),
        2, 'S9: a token of a file');
}

# S12: what a file holds is not shown, not even by the one who reads it.
{
    my $path = file('ca', "$TOKEN{file}\n");

    $session->sql("CREATE SERVER tls FOREIGN DATA WRAPPER rtk_fdw
            OPTIONS (base_url 'https://127.0.0.1:${\ $rtk->port}',
                account_id 'a', max_retries '0', ca_file '$path');
        CREATE USER MAPPING FOR PUBLIC SERVER tls OPTIONS (api_token 'x');
        CREATE FOREIGN TABLE tls (app_id text) SERVER tls
            OPTIONS (resource 'apps')");
    like($session->error('SELECT * FROM tls'),
        qr/^HV00N: /, 'S12: a ca_file that is none');
    unlike($session->messages, $MARKER, 'S12: is not shown');
    $session->sql('DROP SERVER tls CASCADE');
}

# What debug messages tell: each request and reply, and why it is no page, but
# no value that somebody searches for.
$rtk->fault(match => '/sessions', fault => 'status', status => 500,
    times => 1);
$rtk->fault(match => '/sessions', fault => 'nojson', times => 1);
$session->sql("ALTER SERVER realtime OPTIONS (SET max_retries '2')");
$session->sql('SET client_min_messages = debug2');
$session->sql("SELECT count(status) FROM k.sessions
    WHERE app_id = 'app-1' AND search = 'Somebody''s name'");
{
    my $path = '/accounts/acc-demo/realtime/kit';
    my @told = map { s/ in \d+ ms|\d+ bytes//gr }
      $session->messages =~ /^DEBUG:  00000: (.*(?:GET).*)$/mg;

    is_deeply(
        \@told,
        [
            "GET $path/app-1/sessions, page 1, attempt 1",
            "HTTP 500: GET $path/app-1/sessions, page 1, attempt 1",
            "GET $path/app-1/sessions, page 1, attempt 2",
            "HTTP 200: GET $path/app-1/sessions, page 1, attempt 2: "
              . 'reply ends after ',
            "GET $path/app-1/sessions, page 1, attempt 3",
            "HTTP 200: GET $path/app-1/sessions, page 1, attempt 3"
        ],
        'debug messages');
    unlike($session->messages, qr/DEBUG.*Somebody/,
        'debug messages: no value of a parameter');
}

# Nor ids, to a client who reads as somebody else: a view may show him few rows.
{
    my $path = '/accounts/{account_id}/realtime/kit';

    $session->sql("CREATE ROLE viewer;
        CREATE VIEW public.one WITH (security_barrier) AS
            SELECT name FROM k.apps WHERE app_id = 'app-1' || '';
        CREATE FUNCTION public.definer() RETURNS bigint LANGUAGE sql
            SECURITY DEFINER AS 'SELECT count(name) FROM k.apps';
        GRANT SELECT ON public.one TO viewer;
        SET SESSION AUTHORIZATION viewer");
    foreach my $sql ('SELECT name FROM public.one', 'SELECT public.definer()')
    {
        isnt($session->sql($sql), '', "S21: $sql: rows");
        like($session->messages, qr/HTTP 200 in \d+ ms: GET \Q$path\E\/apps,/,
            "S21: $sql: debug messages");
        unlike($session->messages, qr/acc-demo|app-\d/,
            "S21: $sql: no id in debug messages");
    }
    $session->sql('RESET SESSION AUTHORIZATION');
}
$session->sql('RESET client_min_messages');

# S23: the copies that rtk_fdw makes of a token go with the pool that uses it.
# Those in requests that were sent are libcurl's, which does not wipe them; what
# takes their memory next may overwrite what stood before or behind them.
SKIP:
{
    my $reader = RtkSession->new($node);
    my $copies = sub {
        my ($found, $region) = (0, '');
        open my $maps, '<', "/proc/${\ $reader->pid}/maps" or return;
        open my $memory, '<:raw', "/proc/${\ $reader->pid}/mem" or return;

        while (<$maps>)
        {
            my ($from, $to) = map { hex } /^(\w+)-(\w+) rw.p / or next;
            sysseek $memory, $from, 0 or next;
            sysread $memory, $region, $to - $from or next;
            $found += () = $region =~
              /(?<!\r\nAuthorization: Bearer )\Q$TOKEN{public}\E(?!\r\n)/g;
        }
        return $found;
    };
    my $open;

    $reader->sql('SELECT count(name) FROM k.apps');
    $open = $copies->();
    skip 'S23 the memory of a backend cannot be read here', 2 unless $open;
    cmp_ok($open, '<=', 2, 'S23: copies of a token while a pool has it');
    $session->sql("ALTER USER MAPPING FOR PUBLIC SERVER realtime
        OPTIONS (DROP api_token_file, ADD api_token 'other')");
    $reader->error('SELECT count(name) FROM k.apps');
    is($copies->(), 0, 'S23: copies of a token that was replaced');
    $reader->close;
}

# S5: none of all this is in what is kept of statements, or in the log.
is( $session->answer("SELECT count(*) FROM pg_stat_statements
        WHERE query LIKE $LIKE"), 0, 'S5: nor pg_stat_statements');
$session->close;
$node->stop;
{
    my $log = PostgreSQL::Test::Utils::slurp_file($node->logfile);

    like($log, qr/DEBUG:  HTTP 200 in \d+ ms: GET /,
        'S5: the log is as talkative as can be');
    like($log, qr{/accounts/\{account_id\}/.*\n.*DETAIL:  GET /accounts/acc-demo/},
        'S21: the log has the ids that a client does not see');
    unlike($log =~ s/^.*in-the-log.*$//mr, $MARKER,
        'S5: the log does not show a token');
    unlike($log, qr/Bearer/i, 'S5: nor a header of a request');
}

done_testing();
