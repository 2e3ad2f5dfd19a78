# shellcheck shell=bash
# A private, throw-away PostgreSQL cluster; sourced by the scripts beside it.
#
#   cluster_start   make the cluster and start it; from then on psql and every
#                   libpq program of the caller reach it as its superuser
#   cluster_restart VAR=VALUE…  the server anew, in this environment
#   cluster_stop    stop it and remove every trace; safe to call at any time
#
# It listens on a unix socket only, in a folder that no one else may enter.
# PostgreSQL refuses to run as root, so under root it runs as "postgres", and
# lives in /tmp because that user may not enter root's home.  The server sees
# the caller's environment (RTK_API_TOKEN).

RTK_CLUSTER=${RTK_CLUSTER:-}
RTK_BINDIR=$("${PG_CONFIG:-pg_config}" --bindir)

# Run a command as the user that the server runs as, in a folder it can enter.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        (cd /tmp && exec runuser -u postgres -- "$@")
    else
        (cd /tmp && exec "$@")
    fi
}

# Settings for a server that is thrown away: nothing needs to survive a crash.
cluster_settings() {
    cat <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$RTK_CLUSTER'
unix_socket_permissions = 0700
shared_buffers = 32MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum_naptime = 1h
timezone = 'UTC'
lc_messages = 'C'
SETTINGS
}

cluster_start() {
    RTK_CLUSTER=$(as_server mktemp -d /tmp/rtk_fdw.XXXXXX)
    as_server "$RTK_BINDIR/initdb" --pgdata="$RTK_CLUSTER/data" \
        --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
        --no-sync >/dev/null
    cluster_settings |
        as_server tee -a "$RTK_CLUSTER/data/postgresql.conf" >/dev/null
    as_server "$RTK_BINDIR/pg_ctl" --pgdata="$RTK_CLUSTER/data" --wait \
        --log="$RTK_CLUSTER/log" start </dev/null >/dev/null ||
        { cat "$RTK_CLUSTER/log" >&2; return 1; }
    PATH=$RTK_BINDIR:$PATH
    unset PGDATABASE PGOPTIONS PGSERVICE PGSSLMODE
    export PATH PGHOST=$RTK_CLUSTER PGPORT=5432 PGUSER=postgres
}

cluster_restart() {
    as_server env "$@" "$RTK_BINDIR/pg_ctl" --pgdata="$RTK_CLUSTER/data" \
        --wait --timeout=60 --log="$RTK_CLUSTER/log" restart \
        </dev/null >/dev/null || { cat "$RTK_CLUSTER/log" >&2; return 1; }
}

cluster_stop() {
    [ -n "$RTK_CLUSTER" ] || return 0
    if [ -f "$RTK_CLUSTER/data/postmaster.pid" ]; then
        as_server "$RTK_BINDIR/pg_ctl" --pgdata="$RTK_CLUSTER/data" --wait \
            --mode=immediate stop >/dev/null || true
    fi
    rm -rf "$RTK_CLUSTER"
    RTK_CLUSTER=
}
