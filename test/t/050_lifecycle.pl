# What happens around queries in the life of a database: its definitions
# change, it is dumped and restored, others work at the same time.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use Test::More;

my $ONE = "app_id = 'app-1' AND session_id = 'sess-1'";
my $ALL = 'SELECT count(display_name) FROM sessions_participants';

my $rtk = RtkTest->new(
    server => { per_page => 100, max_response_size => '1MB' });
my $node = $rtk->node;
my $session = RtkSession->new($node);
my $other = RtkSession->new($node);

# Set an option of the server or mapping that all tables here use.
sub alter
{
    my ($who, $what, $name, $value) = @_;
    return $who->sql("ALTER $what OPTIONS (SET $name '$value')");
}

# A database with tables of the mock, for what cannot be in the first.
sub database
{
    my ($name, $options) = @_;
    my $created;

    $session->sql("CREATE DATABASE $name $options");
    $created = RtkSession->new($node, $name);
    $created->sql("CREATE EXTENSION rtk_fdw;
        CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw OPTIONS
        (base_url 'http://127.0.0.1:${\ $rtk->port}/client/v4',
            account_id 'acc-demo');
        CREATE USER MAPPING FOR PUBLIC SERVER realtime;
        CREATE SCHEMA k;
        IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO k;
        SET search_path = k, public");
    return $created;
}

sub give_token
{
    my ($to) = @_;
    return $to->sql("ALTER USER MAPPING FOR PUBLIC SERVER realtime
        OPTIONS (ADD api_token 'test-token')");
}

# A prepared statement sees what was altered since, by whomever.
foreach my $mode (qw(auto force_generic_plan force_custom_plan))
{
    $session->sql("SET plan_cache_mode = $mode;
        PREPARE p(text) AS $ALL WHERE app_id = 'app-1' AND session_id = \$1");
    is($session->answer("EXECUTE p('sess-1')"), 5, "I14 $mode: executed")
      for 1 .. 7;
    foreach my $who ($session, $other)
    {
        alter($who, 'SERVER realtime', 'per_page', 2);
        $rtk->reset;
        is($session->answer("EXECUTE p('sess-1')"),
            5, "I13 $mode: executed after ALTER SERVER");
        is(scalar(grep { /per_page=2\b/ } $rtk->requests),
            3, "I13 $mode: the new options were used");
        alter($who, 'SERVER realtime', 'per_page', 100);
        alter($who, 'SERVER realtime', 'max_response_size', '1kB');
        like($session->error("EXECUTE p('sess-1')"),
            qr/^54000: /, "I13 $mode: the connections are new as well");
        alter($who, 'SERVER realtime', 'max_response_size', '1MB');
        alter($who, 'USER MAPPING FOR PUBLIC SERVER realtime',
            'api_token', 'forbidden-token');
        like($session->error("EXECUTE p('sess-1')"),
            qr/^42501: /, "I13 $mode: the new token was used");
        alter($who, 'USER MAPPING FOR PUBLIC SERVER realtime',
            'api_token', 'test-token');
    }
    is($session->answer("EXECUTE p('sess-2')"), 3, "I14 $mode: another parameter");
    $rtk->reset;
    is($session->answer('EXECUTE p(NULL)'), 0, "I14 $mode: NULL: no row");
    is_deeply([ $rtk->requests ], [], "I14 $mode: NULL: no request");
    $session->sql('DEALLOCATE p');
}

# A scan goes on as it began, whatever is altered meanwhile.
alter($session, 'SERVER realtime', 'per_page', 2);
$session->sql('BEGIN; DECLARE c CURSOR FOR
    SELECT participant_id FROM sessions_participants; FETCH 1 FROM c');
alter($other, 'SERVER realtime', 'per_page', 3);
is(scalar(split /\n/, $session->sql("$ALL WHERE $ONE; FETCH ALL FROM c")),
    12, 'I13 an open cursor survives ALTER SERVER');
like($session->error('DROP SERVER realtime CASCADE'),
    qr/^55006: /, 'a server in use cannot be dropped');
$session->sql('ROLLBACK');
is($session->answer($ALL), 12, 'nothing is left of it');

# Nothing is written.
$session->sql('SET default_transaction_read_only = on');
is($session->answer($ALL), 12, 'I15 read-only transaction');
$session->sql('RESET default_transaction_read_only');

# Parallel query, asked for by whichever name the version has for it.
$session->sql("SELECT set_config(name, 'on', false) FROM pg_settings
    WHERE name IN ('debug_parallel_query', 'force_parallel_mode');
    SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
    SET min_parallel_table_scan_size = 0");
is($session->answer($ALL), 12, 'I19 parallel query forced');
is( $session->answer("SELECT count(display_name) FROM sessions_participants
        JOIN generate_series(1, 3) ON true"),
    36, 'I19 parallel query forced, with a join');
$session->sql('RESET ALL; SET search_path = k, public');

# A materialized view takes what the API repeats between pages only once.
$session->sql('CREATE MATERIALIZED VIEW kept
        AS SELECT session_id, status FROM sessions;
    CREATE UNIQUE INDEX ON kept (session_id)');
alter($session, 'SERVER realtime', 'per_page', 2);
$session->sql('REFRESH MATERIALIZED VIEW CONCURRENTLY kept');
is($session->answer('SELECT count(*) FROM kept'), 5, 'REFRESH CONCURRENTLY');
$rtk->config(overlap => 1);
is($session->error('REFRESH MATERIALIZED VIEW CONCURRENTLY kept'),
    '', 'G1 REFRESH CONCURRENTLY: no row twice');
$rtk->reset;
$rtk->fault(match => '/sessions', fault => 'status', status => 400);
like($session->error('REFRESH MATERIALIZED VIEW kept'),
    qr/^HV00L: /, 'a failed REFRESH');
$rtk->reset;
is($session->sql('SELECT count(*) FROM kept'),
    5, 'a failed REFRESH keeps the rows');

# Connections that the API closes unannounced.
$rtk->fault(match => '', fault => 'stale');
is($session->answer($ALL), 12, 'N12 stale connections') for 1 .. 10;
$rtk->reset;

# Dump and restore ask nothing of the API, and need no token.
{
    my $source = database('source', '');
    my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
    my $copy;

    $source->sql("CREATE VIEW v AS SELECT session_id, count(*)
            FROM sessions_participants GROUP BY session_id;
        CREATE MATERIALIZED VIEW m AS SELECT * FROM sessions WITH NO DATA");
    $rtk->reset;
    program('pg_dump', '-f', $dump, '-d', $node->connstr('source'));
    $session->sql('CREATE DATABASE copy TEMPLATE template0');
    program('psql', '-X', '-v', 'ON_ERROR_STOP=1', '-f', $dump,
        '-d', $node->connstr('copy'));
    is_deeply([ $rtk->requests ], [], 'I18 dump and restore: no request');
    $copy = RtkSession->new($node, 'copy');
    isnt($copy->error('SELECT * FROM k.v'), '', 'an empty user mapping');
    is_deeply([ $rtk->requests ], [], 'an empty user mapping: no request');
    give_token($copy);
    is($copy->answer('SELECT sum(count) FROM k.v'), 12, 'the restored view');
    $_->close foreach $source, $copy;
}

# Another encoding: what it has is converted, what it lacks is an error.
{
    my $latin1 = database('latin1',
        "TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
    my $hex = "SELECT encode(convert_to(min(display_name), 'UTF8'), 'hex')
        FROM sessions_participants WHERE $ONE";

    give_token($latin1);
    $rtk->fault(match => '/participants', fault => 'badvalue',
        field => 'display_name', value => '"Bj\u00f6rn \u00c5"');
    is($latin1->answer($hex), unpack('H*', "Bj\xc3\xb6rn \xc3\x85"),
        'I17 LATIN1: converted');
    is( $latin1->answer("SELECT count(*) FROM sessions_participants
            WHERE $ONE AND data::text LIKE U&'%Bj\\00f6rn%'"),
        5, 'I17 LATIN1: converted in jsonb');
    $rtk->reset;
    like($latin1->error($hex), qr/^22P05: /, 'I17 LATIN1: cannot be converted');
    like(
        $latin1->error("SELECT count(data) FROM sessions_participants
            WHERE $ONE"),
        qr/^22P05: /, 'I17 LATIN1: jsonb that cannot be converted');
    $rtk->fault(match => '/participants', fault => 'badvalue',
        field => 'display_name', value => '"\u2603"');
    like($latin1->error($hex), qr/^22P05: could not convert a value of /,
        'I17 LATIN1: an escape that cannot be converted');
    $rtk->reset;
    $latin1->sql("SELECT count(participant_id) FROM sessions_participants
        WHERE $ONE AND search = U&'\\00f6'");
    like(join('|', $rtk->requests),
        qr/search=%C3%B6/, 'I17 LATIN1: parameters are sent as UTF-8');
    $latin1->close;
}

# An encoding that says nothing of its bytes: they stay the API's.
{
    my $ascii = database('ascii', "TEMPLATE template0 ENCODING 'SQL_ASCII'
        LC_COLLATE 'C' LC_CTYPE 'C'");
    my $name = unpack 'H*', "Bj\xc3\xb6rn \xc3\x85ngstr\xc3\xb6m \xe2\x98\x83";

    give_token($ascii);
    is( $ascii->answer("SELECT encode(display_name::bytea, 'hex'),
            encode((data -> 'participant' ->> 'display_name')::bytea, 'hex')
            FROM sessions_participants
            WHERE $ONE AND participant_id = 'part-5'"),
        "$name|$name", 'I17 SQL_ASCII: the bytes of UTF-8');
    $rtk->fault(match => '/participants', fault => 'badvalue',
        field => 'display_name', value => '"Bj\u00f6rn"');
    is($ascii->answer("SELECT encode(min(display_name)::bytea, 'hex')
            FROM sessions_participants WHERE $ONE"),
        unpack('H*', "Bj\xc3\xb6rn"), 'I17 SQL_ASCII: of an escape, too');
    is($ascii->answer("SELECT encode(
                (data -> 'participant' ->> 'display_name')::bytea, 'hex')
            FROM sessions_participants WHERE $ONE LIMIT 1"),
        unpack('H*', "Bj\xc3\xb6rn"), 'I17 SQL_ASCII: in jsonb, too');
    $rtk->reset;
    foreach my $case (
        [ 'a pair', '\ud83d\ude00', "\xf0\x9f\x98\x80" ],
        [ 'ASCII', 'a\u0062\n\\\\u00e9', 'ab' . "\n" . '\\u00e9' ],
        [ 'three bytes', '\u2603\u20ac', "\xe2\x98\x83\xe2\x82\xac" ])
    {
        my ($what, $json, $bytes) = @$case;

        $rtk->fault(match => '/participants', fault => 'badvalue',
            field => 'display_name', value => "\"$json\"", times => 1);
        is($ascii->answer("SELECT encode(
                    convert_to(min(display_name), 'SQL_ASCII'), 'hex')
                FROM sessions_participants WHERE $ONE"),
            unpack('H*', $bytes), "I17 SQL_ASCII: $what");
    }
    foreach my $case (
        [ 'half of a pair', '\ud83d', '22P02' ],
        [ 'a pair the wrong way round', '\ude00\ud83d', '22P02' ],
        [ 'half of a pair before a character', '\ud83d\u00e9', '22P02' ],
        [ 'U+0000', '\u00e9\u0000', '22P05' ])
    {
        my ($what, $json, $sqlstate) = @$case;

        $rtk->fault(match => '/participants', fault => 'badvalue',
            field => 'display_name', value => "\"$json\"", times => 1);
        like($ascii->error("SELECT min(display_name)
                FROM sessions_participants WHERE $ONE"),
            qr/^$sqlstate: could not convert a value of .*"display_name"/,
            "I17 SQL_ASCII: $what");
    }
    $rtk->reset;
    $ascii->sql("SELECT count(participant_id) FROM sessions_participants
        WHERE $ONE AND search = E'\\xc3\\xb6'");
    like(join('|', $rtk->requests),
        qr/search=%C3%B6/, 'I17 SQL_ASCII: parameters are sent as they are');
    $ascii->close;
}

# Many at once.
{
    my $script = PostgreSQL::Test::Utils::tempdir() . '/script.sql';

    PostgreSQL::Test::Utils::append_to_file($script,
        "$ALL WHERE $ONE;\nSELECT count(app_id) FROM apps;\n");
    $rtk->reset;
    like(
        program('pgbench', '-n', '-c', '8', '-j', '2', '-t', '10',
            '-f', $script, '-d', $node->connstr('postgres')),
        qr{actually processed: 80/80}, 'I12 eight sessions at once');
    is(scalar(grep { /participants/ } $rtk->requests),
        3 * 80, 'I12 eight sessions at once: requests, of two rows each');
}

# The definitions go, and come back, under a session that has used them.
$other->sql('DROP SERVER realtime CASCADE');
like($session->error($ALL), qr/^42P01: /, 'DROP SERVER CASCADE');
$other->sql('DROP EXTENSION rtk_fdw CASCADE; DROP SCHEMA k CASCADE');
$rtk->create_server;
is($session->answer($ALL), 12, 'made anew in a session that knew it before');

is($session->answer('SELECT pg_backend_pid()'), $session->pid,
    'all of this in one session');
$_->close foreach $session, $other;
done_testing();
