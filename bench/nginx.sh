# shellcheck shell=bash
# A private nginx that serves the pages of pages.py; sourced by run.sh.
#
#   nginx_start   make the pages and serve them: sets BENCH_NGINX_PORT, those
#                 of nginx_variants, and BENCH_PAGES, the folder
#   nginx_stop    stop it and remove the pages; safe to call at any time
#
# Lists of participants by their session: "speed" is 100,000, "few" 2,000,
# "stats" 2,000 with call statistics, "empty" none, "n5000" 5,000 and so on, "k1"
# and so on each one, every other the same 1,000.

bench_nginx_pid=
bench_nginx_folder=

# Other ways to the same replies, a port each: name, are they compressed, words
# of "listen".  (HTTP/2 is one of these on Debian 12, and so it is here.)
nginx_variants() {
    cat <<'VARIANTS'
CLEAR_GZIP on
TLS1_PLAIN off ssl
TLS1_GZIP  on  ssl
TLS2_PLAIN off ssl http2
TLS2_GZIP  on  ssl http2
VARIANTS
}

nginx_server() {
    local port=$1 gzip=$2 how=$3

    cat <<SETTINGS
    server {
        listen 127.0.0.1:$port $how;
        ssl_certificate server.pem;
        ssl_certificate_key server.key;
        gzip_static $gzip;
        root $bench_nginx_folder;
        location ~ /sessions$ {
            try_files /sessions/\$arg_page_no.json =404;
        }
        location ~ /sessions/[a-z]+/participants/(?<id>[-0-9a-f]+)$ {
            try_files /details/\$id.json =404;
        }
        location ~ /sessions/empty/participants$ {
            try_files /empty.json =404;
        }
        location ~ /sessions/(?<list>speed|few)/participants$ {
            try_files /\$kind/\$list/\$arg_page_no.json =404;
        }
        location ~ /sessions/stats/participants$ {
            try_files /stats/\$arg_page_no.json =404;
        }
        location ~ /sessions/(?<session>[a-z0-9]+)/participants$ {
            tcp_nopush off;
            sub_filter_types application/json;
            sub_filter_once off;
            sub_filter '"@total@"' \$total;
            sub_filter '@page@' \$digits;
            try_files /template/\$rows\$suffix.json =404;
        }
    }
SETTINGS
}

nginx_settings() {
    local name how gzip port

    cat <<'SETTINGS'
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
    keepalive_requests 100000000;
    keepalive_time 1d;
    client_body_temp_path tmp;
    proxy_temp_path tmp;
    fastcgi_temp_path tmp;
    uwsgi_temp_path tmp;
    scgi_temp_path tmp;
    map $arg_include_peer_events $kind { default noev; true ev; }
    map $arg_include_peer_events $suffix { default ''; true -ev; }
    map $session $rows { default $arg_per_page; ~^k 1; }
    map $arg_page_no $digits {
        ~^(?<page>.)$       0000000$page;
        ~^(?<page>..)$      000000$page;
        ~^(?<page>...)$     00000$page;
        ~^(?<page>....)$    0000$page;
        ~^(?<page>.....)$   000$page;
        ~^(?<page>......)$  00$page;
        ~^(?<page>.......)$ 0$page;
    }
    map $session $total { default 1000; ~^n(?<length>\d+)$ $length; ~^k 1; }
SETTINGS
    nginx_server "$BENCH_NGINX_PORT" off ''
    while read -r name gzip how; do
        port=BENCH_${name}_PORT
        nginx_server "${!port}" "$gzip" "$how"
    done < <(nginx_variants)
    echo '}'
}

# An authority of its own (ca.pem) and a server's certificate from it.
make_certificates() (
    cd "$bench_nginx_folder" || exit
    exec 2>/dev/null
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bench \
        -keyout ca.key -out ca.pem
    openssl req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 \
        -keyout server.key -out server.csr
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 2 \
        -CAcreateserial -out server.pem \
        -extfile <(echo subjectAltName=IP:127.0.0.1)
)

free_port() {
    python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

nginx_start() {
    local here tries name

    here=$(dirname "${BASH_SOURCE[0]}")
    bench_nginx_folder=$(mktemp -d /tmp/rtk_bench.XXXXXX)
    chmod 755 "$bench_nginx_folder"
    export BENCH_PAGES=$bench_nginx_folder
    python3 "$here/pages.py" "$bench_nginx_folder"
    gzip --keep "$bench_nginx_folder"/{ev,noev}/speed/*.json
    make_certificates
    for name in NGINX $(nginx_variants | cut -d' ' -f1); do
        export "BENCH_${name}_PORT=$(free_port)"
    done
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
