#!/bin/bash
# Prove the packages, of what is committed (HEAD); prints TAP lines.
#
#   test/package.sh meta             versions and META.json agree
#   test/package.sh dist             the zip for PGXN unpacks, builds, installs
#   test/package.sh debian FOLDER    the Debian packages build, pass lintian's
#                                    errors and warnings, and their autopkgtest
#   test/package.sh docker FOLDER    the Dockerfile's lines run, its demo ends
#
# FOLDER is an untouched Debian root: "test/bare.sh --prepare trixie FOLDER"
# makes one.  The proof runs in a copy, FOLDER.package, which is removed when
# all went well; a full log is build/package/COMMAND-FOLDER.log, and what was
# built is put beside it.  The last two need root, and install packages.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=test/roots.sh
. "$top/test/roots.sh"
output=$top/build/package
number=0
failed=0

die() {
    echo "package.sh: $*" >&2
    exit 1
}

# One TAP line for a command; the end of what it wrote when it failed.  Within
# a check "set -e" does not count: its commands are joined with "&&".
check() {
    local name=$1 status=0
    shift
    number=$((number + 1))
    { echo "== $name"; "$@"; } >"$log.part" 2>&1 </dev/null || status=$?
    cat "$log.part" >>"$log"
    if [ "$status" = 0 ]; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        tail -n 40 "$log.part" | sed 's/^/#   /'
        failed=$((failed + 1))
    fi
    rm -f "$log.part"
    return "$status"
}

# The release, from META.json; "0.2.0".
release() {
    sed -nE '/"version"/{s/.*: *"([^"]+)".*/\1/p;q;}' "$top/META.json"
}

inside() {
    root_run "$run" "export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
        $1"
}

# No package starts a server in it.
fill_root() {
    rm -rf "$run" &&
        cp -a "$1" "$run" &&
        cp -L /etc/resolv.conf "$run/etc/resolv.conf" &&
        printf '#!/bin/sh\nexit 101\n' >"$run/usr/sbin/policy-rc.d" &&
        chmod 755 "$run/usr/sbin/policy-rc.d"
}

# A copy of the untouched root.
copy_root() {
    root_possible || exit
    [ -x "$1/usr/bin/apt-get" ] ||
        die "$1 is no Debian root; see test/bare.sh --prepare"
    run=$1.package
    fill_root "$1" || die "$1 cannot be copied"
}

zip_is_made() {
    make -C "$top" dist &&
        rm -rf "$work" &&
        mkdir -p "$work" &&
        unzip -q "$top/build/rtk_fdw-$(release).zip" -d "$work" &&
        [ "$(ls "$work")" = "rtk_fdw-$(release)" ]
}

zip_is_clean() (
    cd "$unpacked" && [ -f META.json ] && [ -f LICENSE ] &&
        [ -x test/with_mock.sh ] && [ ! -e debian ] && [ ! -e .ci ]
)

zip_is_installed() {
    make -C "$unpacked" install DESTDIR="$work/root" &&
        [ -n "$(find "$work/root" -name rtk_fdw.so)" ] &&
        [ -n "$(find "$work/root" -name rtk_fdw.control)" ]
}

prove_dist() {
    local work=$output/zip unpacked
    unpacked=$work/rtk_fdw-$(release)

    check "make dist makes a zip that unpacks" zip_is_made || return
    check "it holds what a release has" zip_is_clean || true
    check "it builds" make -C "$unpacked" || return
    check "it installs" zip_is_installed || return
    check "its META.json and versions agree" \
        python3 "$unpacked/test/meta.py" || true
    rm -rf "$work"
}

# The upstream tarball is what a release has, and debian/ is laid over it.
debian_source() {
    local home=$run/home/builder version name

    version=$(release)
    name=rtk-fdw-$version
    inside 'useradd --create-home --home-dir /home/builder builder' &&
        git -C "$top" archive --format=tar.gz --prefix="$name/" \
            --output="$home/rtk-fdw_$version.orig.tar.gz" HEAD &&
        tar -C "$home" -xzf "$home/rtk-fdw_$version.orig.tar.gz" &&
        git -C "$top" archive --format=tar --prefix=debian/ HEAD:debian |
        tar -C "$home/$name" -xf - &&
        inside 'chown -R builder: /home/builder'
}

install_packages() {
    inside "apt-get update -q && apt-get install -qy \
        --no-install-recommends $*"
}

# Which packages there are depends on the PostgreSQL versions that are there.
debian_control() {
    inside 'cd /home/builder/rtk-fdw-*/ &&
        runuser -u builder -- pg_buildext updatecontrol &&
        grep -E "^Package:" debian/control &&
        apt-get build-dep -qy --no-install-recommends ./'
}

debian_build() {
    inside 'cd /home/builder/rtk-fdw-*/ &&
        runuser -u builder -- dpkg-buildpackage -us -uc' &&
        rm -rf "$debs" && mkdir -p "$debs" &&
        find "$run/home/builder" -maxdepth 1 -type f -name '*rtk-fdw*' \
            -exec cp -t "$debs" {} +
}

# Neither is a fault of the package: that lintian is older than its policy, and
# that no bug in Debian asks for it.
debian_lint() {
    local ignored=newer-standards-version,initial-upload-closes-no-bugs

    inside "cd /home/builder && runuser -u builder -- lintian --info \
        --display-info --pedantic --suppress-tags $ignored \
        --fail-on error,warning ./*.changes"
}

# In a root where nothing was built: what the tests need, they say.
debian_test() {
    cp -a "$debs" "$run/root/debs" &&
        install_packages autopkgtest dpkg-dev &&
        inside 'cd /root && autopkgtest debs/*.changes -- null'
}

prove_debian() {
    local suite debs

    copy_root "$1"
    # shellcheck source=/dev/null
    suite=$(. "$run/etc/os-release" && echo "$VERSION_CODENAME")
    debs=$output/debs-$suite
    check "$suite: source" debian_source || return
    check "$suite: tools" install_packages build-essential debhelper \
        fakeroot lintian postgresql-server-dev-all || return
    check "$suite: control file and build dependencies" debian_control ||
        return
    check "$suite: dpkg-buildpackage, with the tests" debian_build || return
    check "$suite: lintian" debian_lint || true
    copy_root "$1"
    check "$suite: autopkgtest" debian_test || true
}

# The Dockerfile's instructions, a line each.
instructions() {
    sed -E -e '/^(#.*)?$/d' "$1" |
        sed -e ':a' -e '/\\$/{N;s/\\\n[[:space:]]*//;ba' -e '}'
}

# COPY SOURCE TARGET, of the forms that the Dockerfile uses.
docker_copy() {
    local source=$1 target=$2

    [ "$source" != . ] || source=./.
    mkdir -p "$run$workdir/$target" &&
        cp -a "$context/$source" "$run$workdir/$target"
}

docker_command() {
    local words

    words=$(python3 -c 'import json, shlex, sys
print(" ".join(map(shlex.quote, json.loads(sys.argv[1]))))' "$1")
    root_run "$run" "cd '$workdir' && $words" | tee "$log.demo" &&
        grep -q '^== done' "$log.demo"
}

# What the image begins with has neither make nor git.
docker_base() {
    [ "$1" = debian:trixie-slim ] &&
        grep -q '^VERSION_CODENAME=trixie' "$run/etc/os-release" &&
        inside 'apt-get purge -qy --autoremove make git' &&
        rm -f "$run/usr/sbin/policy-rc.d"
}

docker_step() {
    local word=$1 rest=$2

    case $word in
        FROM) check "$word $rest" docker_base "$rest" ;;
        WORKDIR) workdir=$rest && mkdir -p "$run$workdir" ;;
        COPY) check "$word $rest" docker_copy "${rest% *}" "${rest##* }" ;;
        RUN) check "$word $rest" root_run "$run" "cd '$workdir' && $rest" ;;
        CMD) check "$word $rest" docker_command "$rest" ;;
        *) die "Dockerfile: $word is not known here" ;;
    esac
}

prove_docker() {
    local context=$output/context workdir=/ word rest

    copy_root "$1"
    rm -rf "$context"
    mkdir -p "$context"
    git -C "$top" archive --format=tar HEAD | tar -C "$context" -xf - ||
        die "HEAD cannot be exported"
    while read -r word rest <&3; do
        docker_step "$word" "$rest" || break
    done 3< <(instructions "$context/Dockerfile")
    rm -rf "$context" "$log.demo"
}

main() {
    local what=${1:-} usage='meta | dist | debian FOLDER | docker FOLDER'
    local run=''

    case $what:$# in
        meta:1) exec python3 "$top/test/meta.py" ;;
        dist:1) ;;
        debian:2 | docker:2) ;;
        *) die "usage: test/package.sh $usage" ;;
    esac
    mkdir -p "$output"
    log=$output/$what${2:+-$(basename "$2")}.log
    : >"$log"
    "prove_$what" "${@:2}" || true
    echo "1..$number"
    [ "$failed" = 0 ] || die "$failed failed; see $log"
    [ -z "$run" ] || rm -rf "$run"
}

main "$@"
