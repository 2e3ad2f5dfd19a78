# shellcheck shell=bash
# A private nginx that serves the pages of pages.py; sourced by run.sh.
#
#   nginx_start PART…   make the pages of these parts and serve them; sets
#                       BENCH_NGINX_PORT
#   nginx_stop          stop it and remove the pages; safe to call at any time
#
# The session "speed" is one list of 100,000 participants, "big" one of
# 1,000,000, every other session one of the same 1,000.

bench_nginx_pid=
bench_nginx_folder=

nginx_settings() {
    cat <<SETTINGS
worker_processes 1;
daemon off;
user root;
pid nginx.pid;
events { worker_connections 256; }
http {
    access_log off;
    default_type application/json;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    client_body_temp_path tmp;
    proxy_temp_path tmp;
    fastcgi_temp_path tmp;
    uwsgi_temp_path tmp;
    scgi_temp_path tmp;
    map \$arg_include_peer_events \$kind { default noev; true ev; }
    map \$session \$list { default small; big big; speed \$kind; }
    server {
        listen 127.0.0.1:$BENCH_NGINX_PORT;
        root $bench_nginx_folder;
        location ~ /sessions$ {
            try_files /sessions/\$arg_page_no.json =404;
        }
        location ~ /sessions/(?<session>[a-z0-9]+)/participants$ {
            try_files /\$list/\$arg_page_no.json =404;
        }
    }
}
SETTINGS
}

free_port() {
    python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

nginx_start() {
    local here tries

    here=$(dirname "${BASH_SOURCE[0]}")
    bench_nginx_folder=$(mktemp -d /tmp/rtk_bench.XXXXXX)
    python3 "$here/pages.py" "$bench_nginx_folder" "$@"
    BENCH_NGINX_PORT=$(free_port)
    export BENCH_NGINX_PORT
    nginx_settings >"$bench_nginx_folder/nginx.conf"
    nginx -p "$bench_nginx_folder" -c nginx.conf -e error.log \
        </dev/null >"$bench_nginx_folder/log" 2>&1 &
    bench_nginx_pid=$!
    for ((tries = 0; tries < 100; tries++)); do
        # An open connection is the answer.
        if (: <"/dev/tcp/127.0.0.1/$BENCH_NGINX_PORT") 2>/dev/null; then
            return 0
        fi
        kill -0 "$bench_nginx_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$bench_nginx_folder/log" >&2
    return 1
}

nginx_stop() {
    if [ -n "$bench_nginx_pid" ]; then
        kill "$bench_nginx_pid" 2>/dev/null || true
        wait "$bench_nginx_pid" 2>/dev/null || true
        bench_nginx_pid=
    fi
    [ -z "$bench_nginx_folder" ] || rm -rf "$bench_nginx_folder"
    bench_nginx_folder=
}
