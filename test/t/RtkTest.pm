# One mock API and one cluster with the extension, for a TAP test.
#
#   my $rtk = RtkTest->new(mock => ['--data', 'small'], conf => '...');
#   is($rtk->sql('SELECT ...'), 'rows');
#   is_deeply([$rtk->requests], ['GET /accounts/...']);
#
# The server is called "realtime", its account is the mock's, and its tables
# are in schema "k", which is first in the search path.
package RtkTest;

use strict;
use warnings;

use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use HTTP::Tiny;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

our @EXPORT = qw(program);

my $MOCK = abs_path(dirname(__FILE__) . '/../mock/mock_api.py');
my $ACCOUNT = 'acc-demo';
my $TOKEN = 'test-token';

my @mocks;

# Options: mock => [options of mock_api.py], conf => lines of postgresql.conf,
# server => {options of the foreign server}.  The server's log tells of requests;
# tap() in test/steps.sh looks for tokens in it.
sub new
{
    my ($class, %options) = @_;
    my $self = bless {}, $class;

    $self->{port} = $class->another_mock(@{ $options{mock} // [] });
    $self->start_node($options{conf} // '');
    $self->create_server(%{ $options{server} // {} });
    $self->reset;
    return $self;
}

sub node { return $_[0]->{node}; }
sub port { return $_[0]->{port}; }

# Start one more mock API; returns its port.
sub another_mock
{
    my ($class, @options) = @_;
    my $file = PostgreSQL::Test::Utils::tempdir() . '/port' . @mocks;
    my $tries = 0;

    push @mocks,
      IPC::Run::start([ 'python3', $MOCK, '--port', '0', '--port-file', $file,
            '--token', $TOKEN, '--data', 'small', @options ],
        '<', \undef, '>', '/dev/null');
    until (-s $file)
    {
        die 'the mock API did not start' if $tries++ > 300;
        usleep(100_000);
    }
    return slurp_file($file) + 0;
}

sub start_node
{
    my ($self, $conf) = @_;
    my $node = PostgreSQL::Test::Cluster->new('main');

    $node->init;
    $node->append_conf('postgresql.conf',
        "timezone = 'UTC'\nlog_min_messages = debug2\n"
          . "rtk_fdw.allowed_hosts = '127.0.0.1:$self->{port}'\n$conf");
    $node->start;
    $self->{node} = $node;
    return;
}

sub create_server
{
    my ($self, %options) = @_;

    $self->sql('CREATE EXTENSION rtk_fdw;
        ALTER DATABASE postgres SET search_path = k, public');
    $self->add_server('realtime', 'k', rate_limit => '0', %options);
    return;
}

# A server with other options than the mock's, and its tables in a new schema.
sub add_server
{
    my ($self, $name, $schema, %options) = @_;
    my %all = (
        base_url => "http://127.0.0.1:$self->{port}/client/v4",
        account_id => $ACCOUNT,
        %options);
    my $list = join ', ', map { "$_ '$all{$_}'" } sort keys %all;

    $self->sql("CREATE SERVER $name FOREIGN DATA WRAPPER rtk_fdw
            OPTIONS ($list);
        CREATE USER MAPPING FOR PUBLIC SERVER $name
            OPTIONS (api_token '$TOKEN');
        CREATE SCHEMA $schema;
        IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER $name INTO $schema");
    return;
}

# Rows as psql -At prints them; the test dies when the statement fails.
sub sql
{
    my ($self, $sql) = @_;
    return $self->{node}->safe_psql('postgres', $sql);
}

# SQLSTATE and primary message of the error that a statement ends in, or ''.
sub error
{
    my ($self, $sql) = @_;
    my ($stdout, $stderr) = ('', '');

    $self->{node}->psql(
        'postgres', "\\set VERBOSITY verbose\n$sql",
        stdout => \$stdout, stderr => \$stderr,
        on_error_stop => 1, on_error_die => 0);
    return $stderr =~ /(?:ERROR|FATAL):\s+(\w{5}: .*)/ ? $1 : '';
}

# Ask the mock for something: requests, summary, reset, config, fault, faults.
sub control
{
    my ($self, $command, %arguments) = @_;
    my $http = HTTP::Tiny->new(timeout => 60);
    my $query = $http->www_form_urlencode(\%arguments);
    my $reply =
      $http->get("http://127.0.0.1:$self->{port}/_mock/$command?$query");

    die "mock: $command: $reply->{content}" unless $reply->{success};
    return $reply->{content};
}

# The requests that the mock saw since the last reset, in order of arrival.
sub requests
{
    my ($self) = @_;
    return split /\n/, $self->control('requests', format => 'text');
}

sub reset  { return $_[0]->control('reset'); }
sub config { my $self = shift; return $self->control('config', @_); }
sub fault  { my $self = shift; return $self->control('fault', @_); }

# Check rows and requests of one statement at once; requests are compared as
# sets of lines, since many are in flight together.
sub asks
{
    my ($self, $sql, $rows, $requests, $name) = @_;

    local $Test::Builder::Level = $Test::Builder::Level + 1;
    $self->control('reset', only => 'log');
    is($self->sql($sql), $rows, "$name: rows");
    is_deeply([ sort $self->requests ], [ sort @$requests ],
        "$name: requests");
    return;
}

# Run a program of PostgreSQL; returns what it printed, dies when it fails.
sub program
{
    my (@command) = @_;
    my ($out, $err) = ('', '');

    IPC::Run::run(\@command, '<', \undef, '>', \$out, '2>', \$err)
      or die "@command: $err";
    return $out . $err;
}

END
{
    my $status = $?;
    $_->kill_kill for @mocks;
    $? = $status;
}

1;
