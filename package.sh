#!/bin/sh
# Builds the function's package into the folder ARTIFACTS_DIR. The Makefile runs this script for sam build.
#
#   LIFECYCLE_HOST=managed       builds the class library for the template's parameter Host=managed (docs/hosts.md).
#   LIFECYCLE_PORTABLE=1         builds the portable program, which dotnet runs. It needs no C toolchain, but it starts more slowly.
#   LIFECYCLE_ARCH=x86_64|arm64  is the processor of the native program. The default is this machine's.
set -eu

newest_glibc=2.34 # Amazon Linux 2023 has this version.

refuse() {
  echo "$*" >&2
  exit 1
}

[ -n "${ARTIFACTS_DIR:-}" ] || refuse "ARTIFACTS_DIR is not set. It names the folder that gets the package, and sam build sets it."

host=${LIFECYCLE_HOST:-native}
case $host in
  native | managed) ;;
  *) refuse "LIFECYCLE_HOST is '$host'. It must be native or managed." ;;
esac

case $(printf %s "${LIFECYCLE_PORTABLE:-}" | tr '[:upper:]' '[:lower:]') in
  1 | true | yes) portable=1 ;;
  0 | false | no | '') portable= ;;
  *) refuse "LIFECYCLE_PORTABLE is '$LIFECYCLE_PORTABLE'. It must be 1 for the portable program, or 0." ;;
esac

# sam build writes what it was asked for to this file before it runs make. There is no such file in its containers.
read -r asked_arch asked_handler << EOF
$(awk -F ' = ' '
  { gsub(/["\r]/, "", $2) }
  /^\[/ { architecture = handler = "" }
  $1 == "architecture" { architecture = $2 }
  $1 == "handler" { handler = $2 }
  $1 == "functions" && $2 ~ /LifecycleFunction/ { print architecture, handler }' "$ARTIFACTS_DIR/../../build.toml" 2> /dev/null)
EOF
case $asked_handler in
  *::*) asked_host=managed ;;
  ?*) asked_host=native ;;
  *) asked_host= ;;
esac

# Only a native program is for one processor. The others are merely precompiled for it.
machine=$(uname -m | sed 's/aarch64/arm64/')
if [ "$host" = native ] && [ -z "$portable" ]; then
  is_native=1
  arch=${LIFECYCLE_ARCH:-$machine}
else
  is_native=
  arch=${LIFECYCLE_ARCH:-${asked_arch:-$machine}}
fi

# The second value is e_machine in the header of an ELF file, as od prints it.
case $arch in
  x86_64) rid=linux-x64 elf=3e00 ;;
  arm64) rid=linux-arm64 elf=b700 ;;
  *) refuse "LIFECYCLE_ARCH is '$arch'. It must be x86_64 or arm64." ;;
esac

in_image="sam build --use-container --parameter-overrides Architecture=${asked_arch:-$arch}"
way_out="Build it in AWS's build image: $in_image"

mkdir -p "$ARTIFACTS_DIR"
find "$ARTIFACTS_DIR" -mindepth 1 -delete

case $host-$asked_host in
  native-managed)
    refuse "The parameter Host is managed, and this would build the program of Host=native." \
      "Either build the class library: LIFECYCLE_HOST=managed sam build --parameter-overrides Host=managed." \
      "Or give Host=native to sam build and to sam deploy."
    ;;
  managed-native)
    refuse "This would build the class library of Host=managed, and the parameter Host is native." \
      "Either give it to sam build and to sam deploy: LIFECYCLE_HOST=managed sam build --parameter-overrides Host=managed." \
      "Or build without LIFECYCLE_HOST=managed."
    ;;
esac

if [ -n "$is_native" ] && [ -n "$asked_arch" ] && [ "$asked_arch" != "$arch" ]; then
  refuse "The parameter Architecture is $asked_arch, and this would build a program for $arch, which AWS Lambda could not run." \
    "Either build in AWS's image for $asked_arch: $in_image. Or give Architecture=$arch to sam build and to sam deploy."
fi

# sam deploy reads Host and Architecture from samconfig.toml, too. sam deploy --guided saves them for sam deploy only, so the next sam build
# would use others. SAM doesn't pass the name of the environment (--config-env) to make. So this compares with every environment for which
# sam build makes what is being made here. What no environment makes was requested on the command line. It must fit one environment.
conflict=$(awk -v built_host="$host" -v built_arch="${is_native:+$arch}" '
  function read(env, command, name, default_value, text) {
    text = list[env, ((env, command) in list) ? command : "global"]
    is_named = match(text, "[^A-Za-z0-9]" name "(,ParameterValue)?[ \t]*=[\\\\\"\047 \t]*[A-Za-z0-9_]+")
    if (!is_named) return default_value
    text = substr(text, RSTART, RLENGTH)
    sub(/.*[^A-Za-z0-9_]/, "", text)
    return text
  }
  function compare(name, built, default_value, i, env, deployed, fits, other) {
    for (i = 1; i <= count; i++) {
      env = envs[i]
      deployed = read(env, "deploy", name, default_value)
      if (deployed == built) fits = 1
      else if (is_named && other == "") other = env
      if (deployed != built && read(env, "build", name, default_value) == built) { fits = 0; other = env; break }
    }
    if (fits || other == "") return
    print "This would build " name "=" built ", and sam deploy would deploy " name "=" read(other, "deploy", name, default_value) \
      ": [" other ".build.parameters] and [" other ".deploy.parameters] of samconfig.toml must name the " name " that is built."
    exit
  }
  /^[ \t]*(#|\r?$)/ { next }
  /^\[/ {
    gsub(/[^A-Za-z0-9_.-]/, "")
    split($0 "...", part, ".")
    env = part[1]
    command = part[2]
    is_list = part[4] == "parameter_overrides"
    if (!(env in is_known)) envs[++count] = env
    is_known[env] = 1
    next
  }
  /^[ \t]*[a-z0-9_]+[ \t]*=/ { is_list = /^[ \t]*parameter_overrides/ }
  is_list { list[env, command] = list[env, command] " " $0 }
  END {
    compare("Host", built_host, "native")
    if (built_arch != "") compare("Architecture", built_arch, "x86_64")
  }' samconfig.toml 2> /dev/null) || :
[ -z "$conflict" ] || refuse "$conflict"

project=LifecycleLambda.Bootstrap
option=
if [ "$host" = managed ]; then
  project=LifecycleLambda.Managed
  option=" --container-env-var LIFECYCLE_HOST=managed"
fi
dotnet --version > /dev/null 2>&1 || refuse "The .NET 10 SDK is not installed here: dotnet --version fails. Install it." \
  "Or build in AWS's image: $in_image$option"

# All files go to a separate folder: sam build copies the tree with its obj folders into the build image, where a program that was
# linked on another system would count as up to date.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/package

# Without symbols and a commit id, the same sources make the same bytes.
publish() {
  dotnet publish "src/$project" -c Release -r "$rid" --artifacts-path "$work" -o "$out" \
    -p:DebugType=none -p:IncludeSourceRevisionInInformationalVersion=false "$@"
}

# A build for a system (-r) can't use the committed lock file (Directory.Build.targets). So its hashes are compared here.
dotnet restore src/LifecycleLambda --locked-mode --artifacts-path "$work"

if [ -z "$is_native" ]; then
  publish -p:PublishAot=false -p:UseAppHost=false --self-contained false
  find "$out" \( -name '*.pdb' -o -name '*.xml' \) -delete
  cp -R "$out"/. "$ARTIFACTS_DIR"
  exit
fi

publish || refuse "The native build for $arch failed. $way_out." \
  "Or build the portable program, which needs no C toolchain: LIFECYCLE_PORTABLE=1 sam build," \
  "in the image $in_image --container-env-var LIFECYCLE_PORTABLE=1"
built=$(od -An -tx1 -j18 -N2 "$out/bootstrap" | tr -d ' \n')
[ "$built" = "$elf" ] || refuse "What was built is not a program for $arch. $way_out"
glibc=$(grep -ao 'GLIBC_2\.[0-9][0-9.]*' "$out/bootstrap" | cut -d_ -f2 | sort -Vu | tail -n 1)
newest=$(printf '%s\n' "$glibc" "$newest_glibc" | sort -V | tail -n 1)
[ "$newest" = "$newest_glibc" ] || refuse "What was built needs glibc $glibc, and AWS Lambda has $newest_glibc. $way_out"
cp "$out/bootstrap" "$ARTIFACTS_DIR/bootstrap"
chmod 755 "$ARTIFACTS_DIR/bootstrap"
