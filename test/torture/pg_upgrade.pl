# pg_upgrade from an older major version with rtk_fdw to this one: tables,
# tokens, views, grants and comments stay, and nothing is asked of the API.
#
# It takes the oldest version from 15 on that is installed beside this one as
# Debian installs them, or the one whose folder RTK_OLD_PG names, and needs
# rtk_fdw in both: make install PG_CONFIG=/usr/lib/postgresql/15/bin/pg_config.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use RtkSession;
use RtkTest;
use Test::More;

# What pg_config of an installation says.
sub config
{
    my ($folder, $what) = @_;
    my $value = `$folder/bin/pg_config --$what`;

    chomp $value;
    return $value;
}

# The major version of an installation with rtk_fdw, or 0.
sub major
{
    my ($folder) = @_;

    return 0 unless -x "$folder/bin/pg_upgrade" || -x "$folder/bin/postgres";
    return 0 unless -e config($folder, 'pkglibdir') . '/rtk_fdw.so';
    return config($folder, 'version') =~ /(\d+)/ ? $1 : 0;
}

chomp(my $bindir = `pg_config --bindir`);
my $new = $ENV{RTK_NEW_PG} // $bindir =~ s{/bin$}{}r;
my ($old) = grep { major($_) >= 15 && major($_) < major($new) }
  $ENV{RTK_OLD_PG} // sort glob '/usr/lib/postgresql/[0-9]*';

plan skip_all => 'no older PostgreSQL with rtk_fdw beside this one'
  unless defined $old;
diag("from $old to $new");

# A cluster of an installation; checksums became the default in 18.
sub cluster
{
    my ($name, $folder) = @_;
    my $node = PostgreSQL::Test::Cluster->new($name, install_path => $folder);

    $node->init(extra => [ '--locale=C', '--encoding=UTF8',
            major($folder) >= 18 ? '--no-data-checksums' : () ]);
    return $node;
}

my $KNOWN = "SELECT string_agg(x::text, E'\n' ORDER BY x::text) FROM (
        SELECT ftrelid::regclass, ftoptions::text, s.srvname, srvoptions::text,
            umoptions::text, obj_description(ftrelid, 'pg_class'),
            has_table_privilege('reader', ftrelid, 'SELECT')
        FROM pg_foreign_table t JOIN pg_class c ON c.oid = ftrelid
        JOIN pg_foreign_server s ON s.oid = ftserver
        JOIN pg_user_mappings m ON m.srvid = s.oid) x";
my $ALL = 'SELECT count(display_name) FROM k.sessions_participants';

my $rtk = bless { port => RtkTest->another_mock }, 'RtkTest';
my @nodes = (cluster('old', $old), cluster('new', $new));
$_->append_conf('postgresql.conf',
    "rtk_fdw.allowed_hosts = '127.0.0.1:${\ $rtk->port}'\n") foreach @nodes;
my ($from, $to) = @nodes;

$from->start;
$rtk->{node} = $from;
$rtk->create_server;
$rtk->sql("SELECT rtk_comment_on('k');
    CREATE SCHEMA v; SELECT rtk_create_views('k', 'v');
    CREATE ROLE reader; GRANT SELECT ON v.apps, k.apps TO reader;
    GRANT USAGE ON SCHEMA v TO reader;
    CREATE MATERIALIZED VIEW m AS SELECT session_id FROM k.sessions;
    ALTER FOREIGN TABLE k.sessions_participants
        ADD browser text OPTIONS (path 'peer_stats.device_info.browser')");
is($rtk->sql($ALL), 12, 'before: rows');
my $known = $rtk->sql($KNOWN);
$from->stop;

$rtk->reset;
chdir PostgreSQL::Test::Utils::tempdir();
command_ok(
    [
        "$new/bin/pg_upgrade", '--no-sync',
        '--old-bindir', "$old/bin", '--new-bindir', "$new/bin",
        '--old-datadir', $from->data_dir, '--new-datadir', $to->data_dir,
        '--old-port', $from->port, '--new-port', $to->port,
        '--socketdir', $to->host
    ],
    'pg_upgrade');
$to->start;
$rtk->{node} = $to;
is($rtk->sql('SELECT count(*) FROM m'), 5, 'after: a materialized view');
is($rtk->sql($KNOWN), $known, 'after: servers, mappings, tables, comments');
is($rtk->sql("SELECT count(*) FROM rtk_check_import('k')
        WHERE column_name <> 'browser'"), 0, 'after: the tables are whole');
is_deeply([ $rtk->requests ], [], 'nothing was asked of the API until now');
is($rtk->sql($ALL), 12, 'after: rows');
is($rtk->sql('SET ROLE reader; SELECT count(app_id) FROM v.apps'),
    2, 'after: a view, with the token of its owner');
is($rtk->sql("REFRESH MATERIALIZED VIEW m; SELECT count(*) FROM m"),
    5, 'after: REFRESH');
like($rtk->sql('SELECT rtk_fdw_version()'),
    qr/PostgreSQL ${\ major($new)}/, 'after: it is the new version');

done_testing();
