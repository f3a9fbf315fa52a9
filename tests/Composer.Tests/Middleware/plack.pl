# SPDX-License-Identifier: MIT
# Asks the middleware of Plack: a JSON list of questions on stdin, one of answers on stdout; the argument names the middleware.
# A question: method, path, query, headers, and what the app answers: status, answer (its headers, in pairs) and body.
use strict;
use warnings;
use JSON::XS ();
use Plack::App::Cascade;
use Plack::App::File;
use Plack::App::URLMap;
use Plack::Builder;
use Plack::Util;

sub environ_of {
    my ($question) = @_;
    my $target = $question->{path} =~ s/([^\x21\x23-\x3e\x40-\x7e])/sprintf '%%%02x', ord $1/egr;
    my %environ = (
        REQUEST_METHOD      => $question->{method},
        SCRIPT_NAME         => '',
        PATH_INFO           => $question->{path},
        QUERY_STRING        => $question->{query},
        REQUEST_URI         => $target . ( length $question->{query} ? "?$question->{query}" : '' ),
        REMOTE_ADDR         => '127.0.0.1',
        SERVER_NAME         => 'localhost',
        SERVER_PORT         => 80,
        SERVER_PROTOCOL     => 'HTTP/1.1',
        'psgi.version'      => [ 1, 1 ],
        'psgi.url_scheme'   => 'http',
        'psgi.input'        => undef,
        'psgi.errors'       => *STDERR,
        'psgi.nonblocking'  => 0,
        'psgi.streaming'    => 0,
    );
    while ( my ( $name, $value ) = each %{ $question->{headers} } ) {
        $environ{ 'HTTP_' . uc $name =~ tr/-/_/r } = $value;
    }
    return \%environ;
}

# The app: what the question says, and which method, mount point and path it saw.
my %seen;

sub app_of {
    my ($question) = @_;
    return sub {
        my ($environ) = @_;
        @seen{qw(method script path)} = @$environ{qw(REQUEST_METHOD SCRIPT_NAME PATH_INFO)};
        return [ $question->{status}, [ @{ $question->{answer} } ], [ length $question->{body} ? $question->{body} : () ] ];
    };
}

sub answering {
    my ($text) = @_;
    return sub {
        my ($environ) = @_;
        return [ 200, [ 'Content-Type' => 'text/plain' ], ["$text|$environ->{SCRIPT_NAME}|$environ->{PATH_INFO}"] ];
    };
}

sub within {
    my ( $app, @middleware ) = @_;
    return builder { enable @$_ for @middleware; $app };
}

my %asked = (
    conditional     => sub { within( app_of( $_[0] ), ['ConditionalGET'] ) },
    head            => sub { within( app_of( $_[0] ), ['Head'], ['ContentLength'] ) },
    deflater        => sub { within( app_of( $_[0] ), [ 'Deflater', content_type => [ 'text/plain', 'text/html', 'application/json' ] ] ) },
    method_override => sub { within( app_of( $_[0] ), ['MethodOverride'] ) },
    access_log      => sub {
        my ($question) = @_;
        return within( app_of($question), [ 'AccessLog', format => $question->{format}, logger => sub { $seen{line} = $_[0] } ], ['ContentLength'] );
    },
    file   => sub { Plack::App::File->new( root => $_[0]{root} )->to_app },
    urlmap => sub {
        my $map = Plack::App::URLMap->new;
        $map->map( $_ => answering($_) ) for @{ $_[0]{mounts} };
        return $map->to_app;
    },
    cascade => sub {
        my ($question) = @_;
        my @apps = map { my $status = $_; sub { [ $status, [ 'Content-Type' => 'text/plain' ], ["$status"] ] } } @{ $question->{statuses} };
        return Plack::App::Cascade->new( apps => \@apps, catch => $question->{catch} )->to_app;
    },
);

# Native strings are bytes, also where JSON had to escape them.
sub in_bytes {
    my ($value) = @_;
    return [ map { in_bytes($_) } @$value ] if ref $value eq 'ARRAY';
    return { map { $_ => in_bytes( $value->{$_} ) } keys %$value } if ref $value;
    utf8::downgrade($value);
    return $value;
}

my $json = JSON::XS->new->ascii;
my @answers;
for ( @{ $json->decode( do { local $/; <STDIN> } ) } ) {
    my $question = in_bytes($_);
    %seen = ();
    my $response = $asked{ $ARGV[0] }->($question)->( environ_of($question) );
    if ( ref $response eq 'CODE' ) {
        my $respond = $response;
        $respond->( sub { $response = $_[0] } );
    }
    my $body     = '';
    Plack::Util::foreach( $response->[2], sub { $body .= $_[0] } );
    push @answers, { status => $response->[0] + 0, headers => $response->[1], body => $body, seen => {%seen} };
}
print $json->encode( \@answers );
