# Run by sam build: the one target builds the function's package into ARTIFACTS_DIR.
#
#   ARCH=x86_64|arm64   what is built; must equal the template's parameter Architecture. Default: this machine.
#   PORTABLE=1          builds the portable program, which dotnet runs: needs no C toolchain, starts more slowly.

ARCH ?= $(shell uname -m)
PORTABLE ?=

RID_x86_64 := linux-x64
RID_arm64 := linux-arm64
RID_aarch64 := linux-arm64
RID := $(RID_$(ARCH))

# e_machine of an ELF header, as od prints it.
ELF_linux-x64 := 3e00
ELF_linux-arm64 := b700

# Amazon Linux 2023.
NEWEST_GLIBC := 2.34
WAY_OUT := Build it in AWS's build image: sam build --use-container

# Everything goes to a directory of its own: sam build copies the tree with its obj directories into the build image, and a
# program that was linked on another system would count as up to date there.
PUBLISH := dotnet publish src/LifecycleLambda.Bootstrap -c Release -r $(RID) --artifacts-path "$$work" -o "$$out"

.PHONY: build-LifecycleFunction
build-LifecycleFunction:
	@test -n "$(ARTIFACTS_DIR)" || { echo "ARTIFACTS_DIR is not set: it says where the package goes." >&2; exit 1; }
	@test -n "$(RID)" || { echo "ARCH is '$(ARCH)': it must be x86_64 or arm64." >&2; exit 1; }
	@# AWS's launcher prefers a bootstrap.dll: one that an earlier build left behind would run instead.
	@mkdir -p "$(ARTIFACTS_DIR)" && find "$(ARTIFACTS_DIR)" -mindepth 1 -delete
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && out=$$work/package && set -e; \
	if [ -n "$(PORTABLE)" ]; then \
		$(PUBLISH) -p:PublishAot=false -p:UseAppHost=false -p:DebugType=none --self-contained false; \
		rm -f "$$out"/*.pdb "$$out"/*.xml; \
		cp -R "$$out"/. "$(ARTIFACTS_DIR)"; \
	else \
		$(PUBLISH) || { echo "The native build for $(ARCH) failed. $(WAY_OUT), or build the portable program with PORTABLE=1." >&2; exit 1; }; \
		machine=$$(od -An -tx1 -j18 -N2 "$$out/bootstrap" | tr -d ' \n'); \
		if [ "$$machine" != "$(ELF_$(RID))" ]; then \
			echo "What was built is no $(ARCH) program. $(WAY_OUT)" >&2; exit 1; \
		fi; \
		glibc=$$(grep -ao 'GLIBC_2\.[0-9][0-9.]*' "$$out/bootstrap" | cut -d_ -f2 | sort -Vu | tail -n 1); \
		if [ "$$(printf '%s\n' "$$glibc" $(NEWEST_GLIBC) | sort -V | tail -n 1)" != $(NEWEST_GLIBC) ]; then \
			echo "What was built needs glibc $$glibc, and AWS Lambda has $(NEWEST_GLIBC). $(WAY_OUT)" >&2; exit 1; \
		fi; \
		cp "$$out/bootstrap" "$(ARTIFACTS_DIR)/bootstrap"; \
		chmod 755 "$(ARTIFACTS_DIR)/bootstrap"; \
	fi
