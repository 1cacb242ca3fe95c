# Run by sam build: the one target builds the function's package into ARTIFACTS_DIR.
#
#   HOST=managed        builds the class library for the template's parameter Host=managed (docs/hosts.md).
#   PORTABLE=1          builds the portable program, which dotnet runs: needs no C toolchain, starts more slowly.
#   ARCH=x86_64|arm64   what the native program is built for. Default: this machine.

HOST ?= native
PORTABLE ?=
MACHINE := $(subst aarch64,arm64,$(shell uname -m))

# What sam build was asked for: it writes this file before it runs make. In its containers there is none.
ASKED := $(shell awk -F ' = ' '{ gsub(/"/, "", $$2) } /^\[/ { architecture = handler = "" } \
	$$1 == "architecture" { architecture = $$2 } $$1 == "handler" { handler = $$2 } \
	$$1 == "functions" && $$2 ~ /LifecycleFunction/ { print architecture, handler }' "$(ARTIFACTS_DIR)/../../build.toml" 2> /dev/null)
ASKED_ARCH := $(word 1,$(ASKED))
ASKED_HOST := $(if $(word 2,$(ASKED)),$(if $(findstring ::,$(word 2,$(ASKED))),managed,native))

# Only a native program is for one processor: the others are merely precompiled for it.
IS_NATIVE := $(if $(PORTABLE),,$(filter native,$(HOST)))
ARCH ?= $(or $(if $(IS_NATIVE),,$(ASKED_ARCH)),$(MACHINE))

RID_x86_64 := linux-x64
RID_arm64 := linux-arm64
RID := $(RID_$(ARCH))

# e_machine of an ELF header, as od prints it.
ELF_linux-x64 := 3e00
ELF_linux-arm64 := b700

# Amazon Linux 2023.
NEWEST_GLIBC := 2.34

IN_IMAGE := sam build --use-container --parameter-overrides Architecture=$(or $(ASKED_ARCH),$(ARCH))
WAY_OUT := Build it in AWS's build image: $(IN_IMAGE)
PORTABLE_WAY_OUT := Or build the portable program, which needs no C toolchain: PORTABLE=1 sam build, in the image $(IN_IMAGE) --container-env-var PORTABLE=1

# Everything goes to a directory of its own: sam build copies the tree with its obj directories into the build image, and a
# program that was linked on another system would count as up to date there. What the compiler warns of is for this project's
# CI, and no symbols and no commit id: the same sources make the same bytes.
PROJECT := $(if $(filter managed,$(HOST)),LifecycleLambda.Managed,LifecycleLambda.Bootstrap)
PUBLISH := dotnet publish src/$(PROJECT) -c Release -r $(RID) --artifacts-path "$$work" -o "$$out" \
	-p:TreatWarningsAsErrors=false -p:DebugType=none -p:IncludeSourceRevisionInInformationalVersion=false

.PHONY: build-LifecycleFunction
build-LifecycleFunction:
	@refuse() { echo "$$*" >&2; exit 1; }; set -e; \
	test -n "$(ARTIFACTS_DIR)" || refuse "ARTIFACTS_DIR is not set: it says where the package goes."; \
	test -n "$(filter native managed,$(HOST))" || refuse "HOST is '$(HOST)': it must be native or managed."; \
	test -n "$(RID)" || refuse "ARCH is '$(ARCH)': it must be x86_64 or arm64."; \
	mkdir -p "$(ARTIFACTS_DIR)"; find "$(ARTIFACTS_DIR)" -mindepth 1 -delete; \
	case "$(HOST)-$(ASKED_HOST)" in \
	native-managed) refuse "The parameter Host is managed, and this would build the program of Host=native." \
		"Either build the class library: HOST=managed sam build --parameter-overrides Host=managed. Or give Host=native to sam build and to sam deploy." ;; \
	managed-native) refuse "This would build the class library of Host=managed, and the parameter Host is native." \
		"Either give it to sam build and to sam deploy: HOST=managed sam build --parameter-overrides Host=managed. Or build without HOST=managed." ;; \
	esac; \
	if [ -n "$(IS_NATIVE)" ] && [ -n "$(ASKED_ARCH)" ] && [ "$(ASKED_ARCH)" != "$(ARCH)" ]; then \
		refuse "The parameter Architecture is $(ASKED_ARCH), and this would build a program for $(ARCH), which AWS Lambda could not run." \
			"Either build in AWS's image for $(ASKED_ARCH): $(IN_IMAGE). Or give Architecture=$(ARCH) to sam build and to sam deploy."; \
	fi; \
	dotnet --version > /dev/null 2>&1 || refuse "The .NET 10 SDK is not installed here: dotnet --version fails. Install it." \
		"Or build in AWS's image: $(IN_IMAGE)$(if $(filter managed,$(HOST)), --container-env-var HOST=managed)"; \
	work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; out=$$work/package; \
	if [ -z "$(IS_NATIVE)" ]; then \
		$(PUBLISH) -p:PublishAot=false -p:UseAppHost=false --self-contained false; \
		find "$$out" \( -name '*.pdb' -o -name '*.xml' \) -delete; \
		cp -R "$$out"/. "$(ARTIFACTS_DIR)"; \
		exit; \
	fi; \
	$(PUBLISH) || refuse "The native build for $(ARCH) failed. $(WAY_OUT). $(PORTABLE_WAY_OUT)"; \
	machine=$$(od -An -tx1 -j18 -N2 "$$out/bootstrap" | tr -d ' \n'); \
	[ "$$machine" = "$(ELF_$(RID))" ] || refuse "What was built is no $(ARCH) program. $(WAY_OUT)"; \
	glibc=$$(grep -ao 'GLIBC_2\.[0-9][0-9.]*' "$$out/bootstrap" | cut -d_ -f2 | sort -Vu | tail -n 1); \
	newest=$$(printf '%s\n' "$$glibc" $(NEWEST_GLIBC) | sort -V | tail -n 1); \
	[ "$$newest" = $(NEWEST_GLIBC) ] || refuse "What was built needs glibc $$glibc, and AWS Lambda has $(NEWEST_GLIBC). $(WAY_OUT)"; \
	cp "$$out/bootstrap" "$(ARTIFACTS_DIR)/bootstrap"; \
	chmod 755 "$(ARTIFACTS_DIR)/bootstrap"
