#!/usr/bin/env bash
# Succeeds when the system has Chromium; installs Debian's package where it may.
command -v chromium >/dev/null && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1
apt-get update -qq >/dev/null && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
command -v chromium >/dev/null
