# Certificates and old protocols, by the program openssl, for TAP tests.
package RtkTls;

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;

my $n = 0;

# "openssl ca" is the only command that takes any time in all versions.
my $CA = <<'CNF';
[ca]
default_ca = here
[here]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = names
copy_extensions = copy
[names]
commonName = supplied
CNF

sub openssl
{
    my ($folder, @command) = @_;
    return IPC::Run::run([ 'openssl', @command ], '<', \undef,
        '>', \my $out, '2>', \my $err, init => sub { chdir $folder });
}

# A certificate for 127.0.0.1 that vouches for itself, valid for two days or
# from one time to another (as YYYYMMDDHHMMSSZ).  What it returns, with .crt
# and .key behind, are its files; undef where there is no openssl.
sub certificate
{
    my (%valid) = @_;
    my $folder = PostgreSQL::Test::Utils::tempdir() . '/tls' . $n++;

    mkdir $folder or die "$folder: $!";
    PostgreSQL::Test::Utils::append_to_file("$folder/cnf", $CA);
    PostgreSQL::Test::Utils::append_to_file("$folder/index", '');
    PostgreSQL::Test::Utils::append_to_file("$folder/serial", "01\n");
    return eval {
        openssl($folder, qw(req -new -newkey rsa:2048 -nodes -batch),
            qw(-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1),
            qw(-keyout it.key -out it.csr))
          && openssl($folder,
            qw(ca -config cnf -selfsign -batch -notext),
            qw(-keyfile it.key -in it.csr -out it.crt),
            %valid ? ('-startdate', $valid{from}, '-enddate', $valid{to})
            : ('-days', 2));
    } ? "$folder/it" : undef;
}

# Does the server on this port take TLS 1.1 from a client that offers it?
sub speaks_old
{
    my ($port) = @_;
    return openssl('/', qw(s_client -tls1_1 -cipher ALL:@SECLEVEL=0),
        '-connect', "127.0.0.1:$port");
}

1;
