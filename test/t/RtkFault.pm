# Faults that strike one query of one session: what the error is called, how
# often the API was asked, and that the next query of the session works.
#
#   my $faults = RtkFault->new(server => { max_retries => 1 });
#   $faults->fails('N9 reset', saying('HV00M', '\S'), 2, fault => 'reset');
#   $faults->heals('N9 reset', fault => 'reset');
#
# The query counts the five names of the participants of sess-1.
package RtkFault;

use strict;
use warnings;

use Exporter qw(import);
use RtkSession;
use RtkTest;
use Test::More;

our @EXPORT = qw(saying);

my $QUERY = "SELECT count(display_name) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1'";
my $ROWS = 5;

# Options as of RtkTest.
sub new
{
    my ($class, %options) = @_;
    my $self =
      bless { query => $QUERY, rows => $ROWS, settings => {} }, $class;

    $self->{rtk} = RtkTest->new(%options);
    $self->{session} = RtkSession->new($self->{rtk}->node);
    return $self;
}

sub rtk { return $_[0]->{rtk}; }
sub session { return $_[0]->{session}; }
sub query { return $_[0]->{query}; }

# Another query than the first, and what it answers.
sub ask
{
    my ($self, $query, $rows) = @_;
    @$self{qw(query rows)} = ($query, $rows);
    return;
}

# Change an option of the server; this also ends its connections.
sub set
{
    my ($self, $name, $value) = @_;
    return $self->session->sql(
        "ALTER SERVER realtime OPTIONS (SET $name '$value')");
}

# Settings that the mock has while a fault strikes.
sub settings
{
    my ($self, %settings) = @_;
    $self->{settings} = \%settings;
    return;
}

# Strike the participants with a fault, and nothing else.
sub strike
{
    my ($self, %fault) = @_;
    $self->rtk->reset;
    $self->rtk->config(%{ $self->{settings} });
    $self->rtk->fault(match => '/participants', %fault);
    return;
}

# The session goes on as if nothing had been.
sub works
{
    my ($self, $name) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    $self->rtk->reset;
    is($self->session->answer($self->query),
        $self->{rows}, "$name: the next query works");
    return;
}

# A fault that is an error: its SQLSTATE and text, and how many requests.
sub fails
{
    my ($self, $name, $error, $requests, %fault) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    $self->strike(%fault);
    like($self->session->error($self->query), $error, "$name: error");
    is(scalar($self->rtk->requests), $requests, "$name: requests");
    $self->works($name);
    return;
}

# A fault that is made good by asking again.
sub heals
{
    my ($self, $name, %fault) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    $self->strike(times => 1, %fault);
    is($self->session->answer($self->query), $self->{rows},
        "$name once: rows");
    is(scalar($self->rtk->requests), 2, "$name once: requests");
    return;
}

# The table of apps on a server of its own, with an API of its own or none.
sub elsewhere
{
    my ($self, $name, $url) = @_;

    $self->session->sql("CREATE SERVER $name FOREIGN DATA WRAPPER rtk_fdw
        OPTIONS (base_url '$url', account_id 'acc-demo', max_retries '1',
            connect_timeout '1s', request_timeout '2s');
        CREATE USER MAPPING FOR PUBLIC SERVER $name
        OPTIONS (api_token 'test-token');
        CREATE FOREIGN TABLE $name (app_id text) SERVER $name
        OPTIONS (resource 'apps')");
    return;
}

# A query of such a table fails: with which error, and after how many attempts.
sub fails_elsewhere
{
    my ($self, $name, $table, $error, $attempts) = @_;
    local $Test::Builder::Level = $Test::Builder::Level + 1;

    like($self->session->error("SELECT * FROM $table"), $error,
        "$name: error");
    is($self->session->messages =~ /Attempt (\d+) of 2\./ ? $1 : 1,
        $attempts, "$name: attempts");
    return;
}

# The message of an error about the query's table, with a pattern for what is
# wrong.
sub saying
{
    my ($sqlstate, $text) = @_;
    return qr/^$sqlstate: could not read sessions_participants: $text/;
}

1;
