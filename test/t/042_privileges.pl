# What a role without privileges can make of the extension, and what others
# can bring into its way: objects, libraries, files.  The ids are those of the
# threats in docs/security.md.
use strict;
use warnings;

use RtkSession;
use RtkTest;
use RtkTls;
use Test::More;

my $rtk = RtkTest->new(server => { max_retries => 0 });
my $node = $rtk->node;
my $session;

# S4: what libraries of the network read of the environment.
{
    my $home = PostgreSQL::Test::Utils::tempdir();
    local %ENV = (%ENV, HOME => $home, CURL_HOME => $home);

    PostgreSQL::Test::Utils::append_to_file("$home/.netrc",
        "machine 127.0.0.1 login somebody password else\n");
    PostgreSQL::Test::Utils::append_to_file("$home/.curlrc",
        "header = \"X-Evil: 1\"\nuser = somebody:else\n");
    $node->restart;
    $session = RtkSession->new($node);
    $rtk->reset;
    is($session->answer('SELECT count(app_id) FROM apps'),
        2, 'S4: .netrc and .curlrc: rows');
    like($rtk->control('requests'),
        qr/"token_match":\s*true/, 'S4: it was the token that was sent');
    unlike($rtk->control('requests'), qr/evil/i, 'S4: and nothing else');
}

# S14: nobody learns what runs here.
like($rtk->control('requests'), qr/"user-agent":\s*"rtk_fdw"/,
    'S14: the user agent has no version');

# S1, S22: what the extension lets nobody do unless it is granted.
$session->sql('CREATE ROLE nobody; CREATE ROLE maker; CREATE ROLE reader;
    GRANT CREATE ON DATABASE postgres TO nobody;
    GRANT USAGE ON FOREIGN DATA WRAPPER rtk_fdw TO maker;
    GRANT USAGE, CREATE ON SCHEMA k TO maker, reader');
foreach my $case (
    [ 'nobody', 'CREATE SERVER s FOREIGN DATA WRAPPER rtk_fdw' ],
    [ 'nobody', "CREATE USER MAPPING FOR nobody SERVER realtime
        OPTIONS (api_token 'x')" ],
    [ 'nobody', "CREATE FOREIGN TABLE t (app_id text) SERVER realtime
        OPTIONS (resource 'apps')" ],
    [ 'nobody', "IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime
        INTO k" ],
    [ 'nobody', 'DROP EXTENSION rtk_fdw CASCADE' ],
    [ 'nobody', 'ALTER SERVER realtime OPTIONS (ADD per_page \'1\')' ],
    [ 'nobody', "SELECT rtk_ping('realtime')" ],
    [ 'nobody', 'SELECT * FROM k.apps' ])
{
    my ($role, $sql) = @$case;

    like($session->as($role => $sql), qr/^42501: /,
        'S1: denied: ' . $sql =~ s/\s+/ /gr);
}
$session->sql('CREATE DATABASE other; GRANT CREATE ON DATABASE other TO nobody');
{
    my $other = RtkSession->new($node, 'other');

    $other->sql('SET ROLE nobody');
    like($other->error('CREATE EXTENSION rtk_fdw'),
        qr/^42501: /, 'S22: only a superuser creates the extension');
    $other->close;
}

# S1: who may make servers cannot have requests sent to wherever he likes.
$session->sql("SET ROLE maker;
    CREATE SERVER inside FOREIGN DATA WRAPPER rtk_fdw
        OPTIONS (base_url 'https://localhost', account_id 'a');
    CREATE USER MAPPING FOR maker SERVER inside OPTIONS (api_token 'x');
    CREATE FOREIGN TABLE inside (app_id text) SERVER inside
        OPTIONS (resource 'apps');
    RESET ROLE");
foreach my $host ('169.254.169.254', '10.0.0.1', 'localhost',
    '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0x7f000001', '2130706433')
{
    is( $session->as(maker => "ALTER SERVER inside
            OPTIONS (SET base_url 'https://$host')"), '',
        "S1: a server at $host can be made");
    like($session->as(maker => 'SELECT * FROM inside'), qr/^42501: host /,
        'S1: but not asked');
    like($session->as(maker => "SELECT rtk_ping('inside')"), qr/^42501: host /,
        'S1: nor by rtk_ping()');
}

# S10: a file or variable of the server is the superuser's to give, and what
# he gave cannot be turned to another.
{
    my $path = PostgreSQL::Test::Utils::tempdir() . '/token';

    PostgreSQL::Test::Utils::append_to_file($path, "test-token\n");
    $session->sql("CREATE USER MAPPING FOR reader SERVER realtime
            OPTIONS (api_token_file '$path');
        GRANT USAGE ON FOREIGN SERVER realtime TO reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA k TO reader");
}
is($session->as(reader => 'SELECT count(app_id) FROM apps'), 2,
    'S10: a file that a superuser gave');
foreach my $options (
    "SET api_token_file '/etc/passwd'",
    "DROP api_token_file, ADD api_token_env 'PATH'",
    "DROP api_token_file, ADD api_token_file '/etc/hostname'")
{
    like(
        $session->as(reader => "ALTER USER MAPPING FOR reader SERVER realtime
            OPTIONS ($options)"),
        qr/^42501: /, "S10: denied: $options");
}
is( $session->as(reader => "ALTER USER MAPPING FOR reader SERVER realtime
        OPTIONS (DROP api_token_file, ADD api_token 'test-token')"), '',
    'S10: a token of his own');

# S12: nor is any file read for a role that may not read it itself.
foreach my $sql (
    "ALTER SERVER inside OPTIONS (ADD ca_file '/etc/shadow')",
    "CREATE SERVER s FOREIGN DATA WRAPPER rtk_fdw
        OPTIONS (ca_file '/etc/shadow')")
{
    like($session->as(maker => $sql), qr/^42501: permission denied to set option/,
        'S12: denied: ' . $sql =~ s/\s+/ /gr);
}

# S13: no option turns off the check of certificates or the encryption.
foreach my $option (
    qw(sslmode verify insecure ssl_verifypeer ssl_verifyhost tls_version))
{
    like($session->error("ALTER SERVER inside OPTIONS (ADD $option 'off')"),
        qr/^HV00D: /, "S13: there is no option $option");
}
like(
    $session->error("ALTER SERVER inside
        OPTIONS (SET base_url 'http://api.cloudflare.com')"),
    qr/^HV024: /, 'S13: no http but to this host');

# S13: TLS 1.2 is the least, even where the environment lets OpenSSL take less.
SKIP:
{
    my $base = RtkTls::certificate();
    my $port = PostgreSQL::Test::Cluster::get_free_port();
    my %reply = (tls1_1 => qr/^HV00N: /, tls1_2 => qr/^HV00M: .*not JSON/);

    skip 'S13 no openssl to make a certificate with', 2 unless defined $base;
    local %ENV = (%ENV, OPENSSL_CONF => "$base.conf");
    PostgreSQL::Test::Utils::append_to_file("$base.conf",
        "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n"
          . "[c]\nMinProtocol = TLSv1\nCipherString = DEFAULT:\@SECLEVEL=0\n");
    $session->close;
    $node->restart;
    $session = RtkSession->new($node);
    $session->sql("ALTER SERVER inside
            OPTIONS (SET base_url 'https://127.0.0.1:$port',
                ADD max_retries '0', ADD ca_file '$base.crt');
        SET rtk_fdw.allowed_hosts = '127.0.0.1';
        CREATE USER MAPPING FOR CURRENT_USER SERVER inside
            OPTIONS (api_token 'x')");
    foreach my $version (sort keys %reply)
    {
        my $said = '';
        my $server = IPC::Run::start(
            [
                qw(openssl s_server -www -cert), "$base.crt", '-key',
                "$base.key", '-accept', "127.0.0.1:$port", "-$version"
            ],
            '<', \undef, '>&', \$said, IPC::Run::timeout(60));

        $server->pump until $said =~ /ACCEPT/;
        like($session->error('SELECT * FROM k.inside'),
            $reply{$version}, "S13: a server that speaks only $version");
        $server->kill_kill;
    }
    $session->sql('RESET rtk_fdw.allowed_hosts');
}

# S17: objects of somebody's, in front of those that are meant.
$session->sql(q{CREATE SCHEMA trap; CREATE SCHEMA v; CREATE SCHEMA i;
    SET search_path = trap, pg_catalog});
foreach my $type (qw(text name oid regclass regprocedure int8 int4 int2))
{
    $session->sql("CREATE FUNCTION trap.sprung($type, $type) RETURNS boolean
        LANGUAGE plpgsql AS 'BEGIN RAISE ''trap''; END'");
    foreach my $operator (qw(= <> ~ || >))
    {
        $session->sql("CREATE OPERATOR trap.$operator (LEFTARG = $type,
            RIGHTARG = $type, FUNCTION = trap.sprung)");
    }
}
foreach my $function (
    'format(text, VARIADIC text[])', 'quote_ident(text)',
    'quote_ident(name)',
    'array_to_string(text[], text)', 'string_to_array(text, text)',
    'pg_options_to_table(text[])', 'format_type(oid, int)',
    'has_server_privilege(oid, text)', 'rtk_resources()', 'rtk_tables()',
    'rtk_options()', 'rtk_library()', 'rtk_imported(name)',
    'rtk_comments(name, name, boolean)')
{
    $session->sql("CREATE FUNCTION trap.$function RETURNS SETOF text
        LANGUAGE plpgsql AS 'BEGIN RAISE ''trap''; END'");
}
foreach my $type (qw(text jsonb date float8 timestamptz int4 regprocedure))
{
    $session->sql("CREATE DOMAIN trap.$type AS pg_catalog.int2");
}
foreach my $table (
    qw(pg_class pg_attribute pg_foreign_table pg_foreign_server
    pg_foreign_data_wrapper pg_user_mappings pg_namespace pg_description apps))
{
    $session->sql("CREATE TEMP TABLE $table (); CREATE TABLE trap.$table ()");
}
like($session->error("SELECT 'a'::pg_catalog.text = 'b'::pg_catalog.text"),
    qr/^P0001: trap/, 'S17: the trap works');
foreach my $sql (
    "SELECT count(*) FROM public.rtk_resources()",
    "SELECT count(*) FROM public.rtk_imported('k')",
    "SELECT count(*) FROM public.rtk_check_import('k')",
    "SELECT public.rtk_comment_on('k', true)",
    "SELECT public.rtk_create_views('k', 'v')",
    "SELECT count(*) FROM public.rtk_diag()",
    "SELECT ok FROM public.rtk_ping('realtime')",
    "IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO i",
    "SELECT count(session_id) FROM i.sessions
        WHERE status OPERATOR(pg_catalog.=) 'LIVE'")
{
    is($session->error($sql), '', 'S17: not into the trap: ' .
          $sql =~ s/\s+/ /gr);
}
$session->sql('RESET search_path');
is($session->answer("SELECT count(*) FROM rtk_check_import('i')"),
    0, 'S17: what was imported has the types that are meant');
$session->sql('DISCARD TEMP');

# S18: what functions may be called, and as whom they run.
my $functions = q{SELECT string_agg(p.proname, ' ' ORDER BY p.proname)
    FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid
        AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
    JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'rtk_fdw' WHERE };
is($session->answer("$functions p.prosecdef"),
    '', 'S18: no function gives more rights');
is( $session->answer("$functions
        NOT has_function_privilege('nobody', p.oid, 'EXECUTE')"),
    'rtk_stats_reset', 'S18: what not everybody may call');
is( $session->answer("$functions
        has_function_privilege('nobody', p.oid, 'EXECUTE')"),
    'rtk_activity rtk_cache_clear rtk_check_import rtk_comment_on rtk_comments '
      . 'rtk_create_views rtk_diag rtk_fdw_handler rtk_fdw_validator '
      . 'rtk_fdw_version rtk_imported rtk_library rtk_options rtk_ping '
      . 'rtk_requests rtk_resources rtk_stats rtk_tables', 'S18: and what everybody may');
is($session->as(nobody => "SELECT count(*) FROM rtk_diag() WHERE name ~ ':'"),
    0, 'S18: rtk_diag() shows no server that its caller may not use');

# S19: other libraries in the same backend, before and after: each is used, ours
# with new connections, each fails, and each is used again.
my %use = (
    rtk_fdw => 'SELECT count(app_id) FROM k.apps',
    postgres_fdw => 'SELECT count(*) FROM postgres_fdw_get_connections()',
    http => "SELECT content FROM http_get(
        'http://127.0.0.1:${\ $rtk->port}/_mock/summary')",
    postgis => "SELECT ST_AsText(ST_Transform(
        'SRID=4326;POINT(1 2)'::geometry, 3857))");
my %fail = (
    rtk_fdw => 'SELECT count(session_id) FROM k.sessions',
    postgres_fdw => "SELECT postgres_fdw_disconnect('none')",
    http => "SELECT content FROM http_get('http://127.0.0.1:1')",
    postgis => "SELECT ST_GeomFromText('POINT(')");
foreach my $other (qw(postgres_fdw http postgis))
{
  SKIP:
    {
        my $there = $session->answer("SELECT count(*)
            FROM pg_available_extensions WHERE name = '$other'");

        skip "S19: extension $other is not installed here", 4 unless $there;
        $session->sql("CREATE EXTENSION $other SCHEMA public");
        foreach my $first ($other, 'rtk_fdw')
        {
            my $backend = RtkSession->new($node);
            my @order = $first eq $other ? ($other, 'rtk_fdw') :
              ('rtk_fdw', $other);

            $rtk->fault(match => '/sessions', fault => 'status',
                status => 400);
            $backend->sql($use{$_}) foreach @order;
            $backend->sql(
                "ALTER SERVER realtime OPTIONS (SET max_retries '0')");
            $backend->sql($use{$_}) foreach @order;
            is(scalar(grep { $backend->error($fail{$_}) ne '' } @order),
                2, "S19: @order fail");
            $backend->sql($use{$_}) foreach @order;
            is($backend->answer($use{rtk_fdw}), 2, "S19: @order together");
            $backend->close;
            $rtk->reset;
        }
    }
}

# S20: rows cannot be kept from roles on the table itself.
like(
    $session->error('ALTER FOREIGN TABLE k.apps ENABLE ROW LEVEL SECURITY'),
    qr/^42809: /, 'S20: no row-level security on a foreign table');

# S24: names that need quotes, in any place.
$session->sql(q{CREATE SERVER "fb テスト'; --" FOREIGN DATA WRAPPER rtk_fdw
        OPTIONS (account_id 'it''s');
    CREATE SCHEMA "Ünïcode ""s""";
    IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER "fb テスト'; --"
        INTO "Ünïcode ""s"""});
is( $session->answer(q{SELECT count(*) FROM rtk_check_import('Ünïcode "s"')}),
    0, 'S24: import from a server with an odd name');
is( $session->answer(q{SELECT value FROM rtk_diag()
        WHERE name = '"fb テスト''; --": account_id'}),
    "it's", 'S24: rtk_diag() of such a server');

$session->close;
done_testing();
