# shellcheck shell=bash disable=SC2154 # $lib, $cache, say and fail come from dev/image
# The base of all images: Debian packages and a jlinked runtime, in $runtime, made once.

modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.management,jdk.unsupported,jdk.zipfs
# What the JVM links against, Debian's certificates, and nothing else: no shell, no package manager.
packages="ca-certificates libc6 libgcc-s1 libstdc++6 zlib1g"

make_base() {
  command -v jlink >/dev/null || fail "jlink was not found on the PATH: a whole JDK is needed, not a runtime."
  command -v apt-get >/dev/null || fail "apt-get was not found: the base is made of Debian packages. Elsewhere pass --base IMAGE@sha256:DIGEST."
  local java_home versions key package
  java_home=$(dirname "$(dirname "$(readlink -f "$(command -v jlink)")")")
  versions=$(for package in $packages; do
    echo "$package $(apt-cache policy "$package" | awk '/Candidate:/ {print $2}')"
  done)
  key=$( (cat "$java_home/release"; echo "$modules $versions"; cat "$lib/image/base-tar.py" "$lib/image/TrustStore.java" "$lib/image/base.sh") | sha256sum | cut -c1-12)
  runtime=$cache/image-base-$key
  [ -e "$runtime/.complete" ] && return
  say "Making the base in $runtime (once):"
  rm -rf "$runtime"
  mkdir -p "$runtime/debs" "$runtime/unpacked" "$runtime/root"/{etc,opt,tmp,lib,lib64,usr/lib,usr/share/doc}
  say "$versions" | sed 's/^/  /'
  # shellcheck disable=SC2086
  (cd "$runtime/debs" && apt-get -qq -o APT::Sandbox::User=root download $packages >&2) \
    || fail "apt-get could not download the packages (see above); apt-get update may help."
  for package in "$runtime"/debs/*.deb; do
    dpkg-deb -x "$package" "$runtime/unpacked"
  done
  (cd "$runtime/debs" && sha256sum -- *.deb) >"$runtime/root/etc/image-packages"
  local to=$runtime/root
  cp -a "$runtime/unpacked/lib/." "$to/lib/"
  cp -a "$runtime/unpacked/lib64/." "$to/lib64/"
  cp -a "$runtime/unpacked/usr/lib/." "$to/usr/lib/"
  find "$to" \( -name 'gconv' -o -name 'audit' \) -type d -prune -exec rm -rf {} +
  find "$to" -name '*.py' -delete
  for package in $packages; do
    mkdir -p "$to/usr/share/doc/$package"
    cp -L "$runtime/unpacked/usr/share/doc/$package/copyright" "$to/usr/share/doc/$package/" 2>/dev/null || true
  done
  echo 'hosts: files dns' >"$to/etc/nsswitch.conf"
  echo 'app:x:65532:65532::/:/bin/false' >"$to/etc/passwd"
  echo 'app:x:65532:' >"$to/etc/group"
  chmod 1777 "$to/tmp"
  mkdir "$to/proc" "$to/dev" "$to/sys"
  jlink --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress=0 \
    --output "$to/opt/java"
  rm -rf "$to/opt/java/legal"
  rm -f "$to/opt/java/lib/security/cacerts"
  java "$lib/image/TrustStore.java" "$runtime/unpacked/usr/share/ca-certificates" \
    "$to/opt/java/lib/security/cacerts" >&2
  # The times that the tar will carry: class archives check those of the JVM's modules.
  find "$to" -exec touch -h -d @1 {} +
  # The JVM's own classes; the app's archive builds on it.
  "$to/opt/java/bin/java" -Xshare:dump -Xlog:disable >/dev/null
  chmod -R go+rX "$to"
  python3 "$lib/image/base-tar.py" "$to" "$runtime/base.tar"
  rm -rf "$runtime/debs" "$runtime/unpacked"
  touch "$runtime/.complete"
}
