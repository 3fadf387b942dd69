# Sourced by ./mvnw and ./breakwater: points JAVA_HOME at a JDK of at least 25, because a machine's
# default java is often older. Leaves everything as it is when none is found.

breakwater_jdk_is_new_enough() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${major:-0}" -ge 25 ]
}

breakwater_find_jdk() {
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && breakwater_jdk_is_new_enough "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  on_path=$(command -v javac 2>/dev/null) || return 1
  on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  breakwater_jdk_is_new_enough "$on_path" || return 1
  JAVA_HOME=$on_path
  export JAVA_HOME
}

breakwater_find_jdk || :
