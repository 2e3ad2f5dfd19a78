# The token goes where it belongs and nowhere else, and nothing that a query
# or an option holds becomes more of a request than it should.  The ids are
# those of the threats in docs/security.md.
use strict;
use warnings;

use IO::Select;
use IO::Socket::INET;
use RtkSession;
use RtkTest;
use Test::More;

my $TOKEN = 'marker-4f1d9c';
my $kit = '/accounts/acc-demo/realtime/kit';

# A host that should not hear of the API's token.
my $stranger = IO::Socket::INET->new(
    LocalAddr => '127.0.0.1', Listen => 5, Proto => 'tcp');
my $elsewhere = '127.0.0.1:' . $stranger->sockport;

my $rtk = RtkTest->new(
    mock => [ '--data', 'small', '--token', $TOKEN ],
    server => { max_retries => 0 },
    conf => "log_min_messages = debug5
        log_statement = none
        log_min_error_statement = panic\n");
my $session;

sub token
{
    my ($token) = @_;
    return "ALTER USER MAPPING FOR PUBLIC SERVER realtime
        OPTIONS (SET api_token '$token')";
}

sub heard_nothing
{
    my ($name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    my $heard = 0;

    while (IO::Select->new($stranger)->can_read(0))
    {
        $stranger->accept;
        $heard++;
    }
    is($heard, 0, "$name: nothing was sent elsewhere");
    return;
}

# Start the server anew in another environment.
sub restart_in
{
    my (%environment) = @_;
    local %ENV = (%ENV, %environment);

    delete @ENV{qw(no_proxy NO_PROXY)};
    $session->close if defined $session;
    $rtk->node->restart;
    $session = RtkSession->new($rtk->node);
    return;
}

restart_in();
$session->sql(token($TOKEN));

# S4: the environment of the server does not lead astray.
{
    my $proxy = "http://$elsewhere";

    restart_in(map { ($_ => $proxy, uc $_ => $proxy) }
          qw(http_proxy https_proxy all_proxy));
    is($session->answer("SET statement_timeout = '20s';
            SELECT count(app_id) FROM apps"),
        2, 'S4: proxies of the environment: rows');
    heard_nothing('S4: proxies of the environment');

    restart_in(SSLKEYLOGFILE => PostgreSQL::Test::Utils::tempdir() . '/keys');
    $rtk->reset;
    like($session->error('SELECT * FROM apps'),
        qr/^HV00N: .*SSLKEYLOGFILE/, 'S4: SSLKEYLOGFILE is refused');
    is_deeply([ $rtk->requests ], [], 'S4: SSLKEYLOGFILE: no request');
    restart_in(RTK_EVIL => "x\r\nX-Evil: 1");
}

# S2: who may alter a server cannot carry tokens away with it.
$session->sql('CREATE ROLE owner;
    GRANT USAGE ON FOREIGN DATA WRAPPER rtk_fdw TO owner;
    ALTER SERVER realtime OWNER TO owner');
my $api = '127.0.0.1:' . $rtk->port;
$rtk->reset;
foreach my $url (
    "http://$elsewhere",
    "http://localhost:" . $stranger->sockport,
    "http://$api\@$elsewhere",
    "http://$elsewhere#$api",
    "http://$elsewhere?$api",
    "http://$elsewhere\\\@$api",
    "http://127.1:" . $stranger->sockport,
    "https://$elsewhere",
    "file:///etc/passwd",
    "unix:///tmp/x",
    "gopher://$elsewhere")
{
    $session->sql('SET ROLE owner');
    my $error = $session->error(
        "ALTER SERVER realtime OPTIONS (SET base_url '$url')");
    $session->sql('RESET ROLE');
    $error ||= $session->error('SELECT * FROM apps');
    like($error, qr/^(?:42501|HV024): /, "S2, C2: base_url $url is refused");
    heard_nothing("S2: base_url $url");
}
is_deeply([ $rtk->requests ], [], 'S2: nor did the API hear anything');

# C2: nor is one used that has come past the validator.
$session->sql("CREATE TEMP TABLE intact AS
    SELECT srvoptions FROM pg_foreign_server WHERE srvname = 'realtime'");
foreach my $url ("https://user:hidden\@$api", "http://$api/?a=b",
    "http://$api/\r\nX-Evil: 1", 'file:///etc/passwd', 'https://', '')
{
    $session->sql("UPDATE pg_foreign_server SET srvoptions = ARRAY[
        E'base_url=${\ $url =~ s/\r\n/\\r\\n/r}', 'account_id=acc-demo']
        WHERE srvname = 'realtime'");
    like($session->error('SELECT * FROM apps'),
        qr/^(?:HV024|42501): /, "C2 base_url $url in the catalog is refused");
    unlike($session->messages, qr/hidden|Evil|passwd|a=b/,
        "C2 base_url $url in the catalog is not shown");
}
$session->sql("UPDATE pg_foreign_server
    SET srvoptions = (SELECT srvoptions FROM intact) WHERE srvname = 'realtime'");
is_deeply([ $rtk->requests ], [], 'C2 nor did the API hear of these');
$session->sql('SET ROLE owner');
# S1, S4, S10, S12: what only superusers may set.
foreach my $sql (
    "SET rtk_fdw.allowed_hosts = '127.0.0.1'",
    "ALTER SERVER realtime OPTIONS (ADD proxy 'http://$elsewhere')",
    "ALTER SERVER realtime OPTIONS (ADD ca_file '/etc/passwd')",
    "CREATE USER MAPPING FOR owner SERVER realtime
        OPTIONS (api_token_file '/etc/passwd')")
{
    like($session->error($sql), qr/^42501: /,
        'S1, S4, S10, S12: superusers only: ' . $sql =~ s/\s+/ /gr);
}
$session->sql("RESET ROLE;
    ALTER SERVER realtime OPTIONS (SET base_url 'http://$api/client/v4')");

# S14: a token is one header, whatever it holds.
foreach my $bad ("E'x\\r\\nX-Evil: 1'", "E'x\\nX-Evil: 1'", "'a b'", "''",
    "'caf\x{c3}\x{a9}'")
{
    like(
        $session->error("ALTER USER MAPPING FOR PUBLIC SERVER realtime
            OPTIONS (SET api_token $bad)"),
        qr/^HV024: /, "S14, C1: token $bad is refused");
    unlike($session->messages, qr/Evil|a b|caf/, "S14, C1: token $bad is not shown");
}
{
    my $folder = PostgreSQL::Test::Utils::tempdir();
    my %file = (
        'of two lines' => "x\r\nX-Evil: 1\n",
        'with a blank' => 'Evil 1',
        'with a NUL' => "x\0Evil",
        'not ASCII' => "Evil\xc3\xa9",
        'of 4097 bytes' => 'Evil!' . 'x' x 4092,
        empty => '',
        'of an empty line' => "\n");
    my $n = 0;
    my %bad = (
        'a file that is not there' => "api_token_file '$folder/none'",
        'a folder' => "api_token_file '$folder'",
        'a variable of two lines' => "api_token_env 'RTK_EVIL'",
        'a variable that is not there' => "api_token_env 'RTK_NONE'");

    foreach my $name (sort keys %file)
    {
        my $path = "$folder/token" . $n++;

        PostgreSQL::Test::Utils::append_to_file($path, $file{$name});
        $bad{"a file $name"} = "api_token_file '$path'";
    }
    $rtk->reset;
    foreach my $name (sort keys %bad)
    {
        $session->sql("CREATE USER MAPPING FOR CURRENT_USER SERVER realtime
            OPTIONS ($bad{$name})");
        like($session->error('SELECT * FROM apps'),
            qr/^(?:HV024|28000): /, "C1 token of $name");
        unlike($session->messages, qr/Evil|$folder/, "C1 $name is not shown");
        $session->sql('DROP USER MAPPING FOR CURRENT_USER SERVER realtime');
    }

    # Nor is one used that has come past the validator.
    $session->sql("CREATE USER MAPPING FOR CURRENT_USER SERVER realtime;
        UPDATE pg_user_mapping
        SET umoptions = ARRAY[E'api_token=x\\r\\nX-Evil: 1']
        WHERE umuser = quote_ident(CURRENT_USER)::regrole");
    like($session->error('SELECT * FROM apps'),
        qr/^HV024: /, 'C1 token of the catalog');
    unlike($session->messages, qr/Evil/, 'C1 token of the catalog: not shown');
    $session->sql('DROP USER MAPPING FOR CURRENT_USER SERVER realtime');
    is_deeply([ $rtk->requests ], [], 'C1 no request with any of these');
}

# S14: an id is one segment of the path, a parameter one value.
foreach my $case (
    [ 'a/b', 'a%2Fb' ],
    [ 'a?b=c&d#e', 'a%3Fb%3Dc%26d%23e' ],
    [ '../../../x', '..%2F..%2F..%2Fx' ],
    [ '%2e%2e', '%252e%252e' ],
    [ 'a b', 'a%20b' ],
    [ "a\\r\\nX-Evil: 1", 'a%0D%0AX-Evil%3A%201' ],
    [ "a\x{c3}\x{a9}", 'a%C3%A9' ],
    [ 'x' x 512, 'x' x 512 ])
{
    my ($id, $sent) = @$case;

    $rtk->reset;
    is( $session->answer("SELECT count(display_name) FROM sessions_participants
            WHERE app_id = 'app-1' AND session_id = E'$id'"),
        0, 'S14, C3: id ' . substr($id, 0, 20) . ': no row');
    like(join('|', $rtk->requests),
        qr{^GET \Q$kit/app-1/sessions/$sent/participants\E(?:\?[^|]*)?$},
        'S14, C3: id ' . substr($id, 0, 20) . ': one request');
}
foreach my $id ('.', '..', '', 'x' x 513, 'x' x 10_000)
{
    $rtk->reset;
    is( $session->answer("SELECT count(display_name) FROM sessions_participants
            WHERE app_id = 'app-1' AND session_id = '$id'"),
        0, 'S14, C3: id ' . length($id) . ' bytes long: no row');
    is_deeply([ $rtk->requests ], [],
        'S14, C3: id ' . length($id) . ' bytes long: no request');
}
$rtk->reset;
$session->sql("SELECT count(display_name) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1'
        AND search = 'a&per_page=1#b'");
like(join('|', $rtk->requests),
    qr/search=a%26per_page%3D1%23b(?:&[^|]*)?$/, 'S14: a parameter is one value');

# S11: whose token: that of the role whose rights count.  "poor" has one that the
# API refuses, and so has the superuser (SET ROLE none).
$session->sql("CREATE ROLE rich; CREATE ROLE poor;
    GRANT USAGE ON FOREIGN SERVER realtime TO rich, poor;
    GRANT USAGE, CREATE ON SCHEMA k TO rich, poor;
    GRANT SELECT ON ALL TABLES IN SCHEMA k TO rich, poor;
    CREATE USER MAPPING FOR poor SERVER realtime
        OPTIONS (api_token 'forbidden-token');
    CREATE USER MAPPING FOR CURRENT_USER SERVER realtime
        OPTIONS (api_token 'forbidden-token');
    SET ROLE rich;
    CREATE VIEW by_owner AS SELECT app_id FROM apps;
    CREATE VIEW by_invoker WITH (security_invoker)
        AS SELECT app_id FROM apps;
    CREATE MATERIALIZED VIEW kept AS SELECT app_id FROM apps WITH NO DATA;
    CREATE FUNCTION by_definer() RETURNS bigint LANGUAGE sql
        SECURITY DEFINER SET search_path = k
        AS 'SELECT count(app_id) FROM apps';
    GRANT SELECT ON by_owner, by_invoker TO poor;
    RESET ROLE");
foreach my $case (
    [ 'rich', 'SELECT count(app_id) FROM apps', 1 ],
    [ 'poor', 'SELECT count(app_id) FROM apps', 0 ],
    [ 'poor', 'SELECT count(app_id) FROM by_owner', 1 ],
    [ 'poor', 'SELECT count(app_id) FROM by_invoker', 0 ],
    [ 'rich', 'SELECT count(app_id) FROM by_invoker', 1 ],
    [ 'poor', 'SELECT by_definer()', 1 ],
    [ 'none', 'SELECT count(app_id) FROM apps', 0 ],
    [ 'none', 'REFRESH MATERIALIZED VIEW kept', 1 ])
{
    my ($role, $sql, $may) = @$case;
    my $error;

    $session->sql("SET ROLE $role");
    $error = $session->error($sql);
    $session->sql('RESET ROLE');
    if ($may)
    {
        is($error, '', "S11: $role: $sql");
    }
    else
    {
        like($error, qr/^42501: .*HTTP 403/, "S11: $role: $sql is refused");
    }
}
$session->sql('DROP USER MAPPING FOR CURRENT_USER SERVER realtime');

# S5: the token shows nowhere: not in plans, not in errors, not in the log of all
# of the above.
$rtk->reset;
unlike(
    $session->answer('EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM sessions'),
    qr/marker/, 'S5: no plan shows the token');
like($rtk->control('requests'),
    qr/"token_match":\s*true/, 'S5: the API was told the token');
foreach my $status (400, 401, 403, 429, 500)
{
    $rtk->fault(match => '/apps', fault => 'status', status => $status,
        times => 1);
    isnt($session->error('SELECT * FROM apps'), '', "S5: HTTP $status fails");
    unlike($session->messages, qr/marker/, "S5: HTTP $status: token not shown");
}
$session->close;
$rtk->node->stop;
{
    my $log = PostgreSQL::Test::Utils::slurp_file($rtk->node->logfile);

    like($log, qr/DEBUG:  /, 'S5: the log is as talkative as can be');
    unlike($log, qr/marker-4f1d|forbidden-token/,
        'S5: the log does not show the token');
    unlike($log, qr/Authorization|Bearer/i, 'S5: nor a header of a request');
}

# S19: the library gives the process no name but those that SQL calls.
SKIP:
{
    my ($lib, $share) =
      map { $rtk->node->config_data("--$_") } qw(pkglibdir sharedir);
    my @symbols = `nm -D --defined-only $lib/rtk_fdw.so 2>/dev/null`;
    my $sql = join '',
      map { PostgreSQL::Test::Utils::slurp_file($_) }
      glob "$share/extension/rtk_fdw--*.sql";
    my %known = map { $_ => 1 } qw(Pg_magic_func _PG_init _init _fini),
      map { ($_, "pg_finfo_$_") } $sql =~ /\b(rtk_\w+)/g;

    skip 'S19 no nm', 1 unless @symbols;
    is_deeply(
        [
            grep { !$known{$_} } map { (split)[-1] =~ s/@.*//r } @symbols
        ],
        [],
        'S19: symbols that the library exports');
}

done_testing();
